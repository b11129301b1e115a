/** Runs once, before the first request. Written so that Next leaves all of it out of its edge build. */
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start } = await import("@/lib/start");
    start();
  }
}
