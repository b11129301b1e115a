import { DetailedError } from "tus-js-client";
import { expect, test } from "vitest";
import { isUnreached, readAnswer, wordsOf } from "./upload-answers";

const page = "<html><title>502 Bad Gateway</title></html>";

/** An upload's error, after a request that was answered so, or not at all. */
const broken = (answer: { status: number; body: string } | null) =>
  Object.assign(new DetailedError("tus: failed"), {
    originalRequest: {},
    originalResponse: answer && { getStatus: () => answer.status, getBody: () => answer.body },
  }) as DetailedError;

test.each([page, "", "Bad Gateway", "null", '{"message":"Bad Gateway"}'])(
  "%j is no answer of the server's, and is waited for",
  (body) => {
    let thrown: unknown;
    try {
      readAnswer(body);
    } catch (error) {
      thrown = error;
    }
    expect(isUnreached(thrown)).toBe(true);
  },
);

test("the server's own answers are taken as they are, refusals too", () => {
  const error = { code: "in_progress", message: "It is being looked into." };
  expect(readAnswer(JSON.stringify({ error }))).toEqual({ error });
  expect(readAnswer('{"version":2}')).toEqual({ version: 2 });
});

test.each([
  [null, true],
  [{ status: 502, body: page }, true],
  [{ status: 503, body: page }, true],
  [{ status: 504, body: page }, true],
  [{ status: 500, body: "" }, false],
  [{ status: 400, body: "title: is empty." }, false],
])("an upload that ended with %j has not reached the server: %j", (answer, expected) => {
  expect(isUnreached(broken(answer))).toBe(expected);
});

test("what no request was made for is no loss of the server", () => {
  expect(isUnreached(new Error("The file can’t be read any more: choose it again."))).toBe(false);
  expect(isUnreached(new DetailedError("tus: no file"))).toBe(false);
});

test.each([
  ['{"error":{"code":"not_found","message":"There is none."}}', "There is none."],
  ["title: is empty.", "title: is empty."],
  [page, "The server failed. What was sent is kept: choose the file again to go on."],
  ["", "The server failed. What was sent is kept: choose the file again to go on."],
])("of %j it is said: %j", (body, words) => {
  expect(wordsOf(broken({ status: 413, body }))).toBe(words);
});
