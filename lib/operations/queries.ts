import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { objectStore } from "@/lib/storage";

/** Longer than any answer of a part that works. */
const patience = 3000;

/** Asks each part whether it works, all at once, and waits three seconds at most. */
export async function getHealth() {
  const [database, objects] = await Promise.all([
    works(db.execute(sql`select 1 from partners limit 1`)),
    works(objectStore().check()),
  ]);
  const status = database === "ok" && objects === "ok" ? "ok" : "failed";
  return { status, database, objects } as const;
}

async function works(answer: PromiseLike<unknown>): Promise<"ok" | "failed"> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer for ${patience} ms`)), patience).unref();
  });
  try {
    await Promise.race([answer, late]);
    return "ok";
  } catch (error) {
    console.error("health:", error);
    return "failed";
  }
}
