"use server";
import { z } from "zod";
import { makeApiToken, revokeApiToken, signOutEverywhere } from "./commands";
import { operatorAction, viewerAction } from "./guards";
import { newApiToken } from "./types";

/** For a lost computer or a link in the wrong hands. The page then goes to sign in. */
export const signOutEverywhereAction = viewerAction(z.object({}), (viewer) =>
  signOutEverywhere(viewer),
);

/** The answer holds the token: it is shown now, and never again. */
export const makeApiTokenAction = operatorAction(newApiToken, (operator, token) =>
  makeApiToken(operator, token, new Date()),
);

export const revokeApiTokenAction = operatorAction(
  z.object({ tokenId: z.uuid() }),
  (operator, { tokenId }) => revokeApiToken(operator, tokenId, new Date()),
);
