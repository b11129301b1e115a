/** Lucide's drawings (ISC licence), each as one path. */
const shapes = {
  check: "M20 6 9 17l-5-5",
  checks: "M18 6 7 17l-5-5m20-2-7.5 7.5L13 16",
  dashed:
    "M10.1 2.182a10 10 0 0 1 3.8 0m0 19.636a10 10 0 0 1-3.8 0M17.609 3.721a10 10 0 0 1 2.69 2.7M2.182 13.9a10 10 0 0 1 0-3.8m18.097 7.509a10 10 0 0 1-2.7 2.69M21.818 10.1a10 10 0 0 1 0 3.8M3.721 6.391a10 10 0 0 1 2.7-2.69m-.03 16.578a10 10 0 0 1-2.69-2.7",
  dot: "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0zm-9 0a1 1 0 1 1-2 0 1 1 0 0 1 2 0z",
  download: "M12 15V3m9 12v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4m4-5 5 5 5-5",
  loader: "M21 12a9 9 0 1 1-6.219-8.56",
  sparkles:
    "M11.017 2.814a1 1 0 0 1 1.966 0l1.051 5.558a2 2 0 0 0 1.594 1.594l5.558 1.051a1 1 0 0 1 0 1.966l-5.558 1.051a2 2 0 0 0-1.594 1.594l-1.051 5.558a1 1 0 0 1-1.966 0l-1.051-5.558a2 2 0 0 0-1.594-1.594l-5.558-1.051a1 1 0 0 1 0-1.966l5.558-1.051a2 2 0 0 0 1.594-1.594zM20 2v4m2-2h-4M6 20a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
  warning:
    "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4m0 4h.01",
} as const;

/** An icon of few elements: where lists bring hundreds a second, lucide's own cost more than their words. */
export function Mark({ shape }: { shape: keyof typeof shapes }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" className="lucide mark">
      <path d={shapes[shape]} />
    </svg>
  );
}
