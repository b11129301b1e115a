"use server";
import { partnerAction } from "@/lib/auth/guards";
import { cancelProxy, requestProxy } from "./commands";
import { proxyInput } from "./types";

/** Has a copy of the current version made for the user, or made again after a failure. */
export const requestProxyAction = partnerAction(proxyInput, (user, { materialId }) =>
  requestProxy(user, materialId, new Date()),
);

/** Stops the making of the user's own copy. */
export const cancelProxyAction = partnerAction(proxyInput, (user, { materialId }) =>
  cancelProxy(user, materialId, new Date()),
);
