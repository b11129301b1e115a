import { encodeProxyCopyFunction } from "./encode-proxy-copy";
import { notifyProxyReadyFunction } from "./notify-proxy-ready";
import { prepareProxyFunction } from "./prepare-proxy";
import { recalculateNewlyAddedFunction } from "./recalculate-newly-added";
import { refillProxyPoolFunction } from "./refill-proxy-pool";
import { sweepLostWorkFunction } from "./sweep-lost-work";

/** Every function that the app serves to its jobs' engine; one a file. */
export const functions = [
  encodeProxyCopyFunction,
  notifyProxyReadyFunction,
  prepareProxyFunction,
  recalculateNewlyAddedFunction,
  refillProxyPoolFunction,
  sweepLostWorkFunction,
];
