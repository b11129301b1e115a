type SentEvent = { name: string; id?: string; data: Record<string, unknown> };

/** What this test file has sent to the jobs' engine so far (scripts/testing/event-sink.ts), oldest first. */
export async function sentEvents(): Promise<SentEvent[]> {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY } = process.env;
  const answer = await fetch(`${INNGEST_BASE_URL}/e/${INNGEST_EVENT_KEY}`);
  return ((await answer.json()) as { events: SentEvent[] }).events;
}
