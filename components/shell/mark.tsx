/** The sign of the app, as in public/icon.svg. The name stands beside it. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" className="size-5 flex-none" aria-hidden="true">
      <rect width="24" height="24" rx="5" className="fill-accent-fill" />
      <path
        d="M5 5.5h14M12 5.5v13m-4.5-4.5 4.5 4.5 4.5-4.5"
        className="fill-none stroke-on-accent"
        strokeWidth="2.5"
      />
    </svg>
  );
}
