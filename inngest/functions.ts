import { encodeProxyCopyFunction } from "./encode-proxy-copy";
import { measureLoudnessFunction } from "./measure-loudness";
import { notifyProxyReadyFunction } from "./notify-proxy-ready";
import { preparePreviewFunction } from "./prepare-preview";
import { prepareProxyFunction } from "./prepare-proxy";
import { queuePreviewsFunction } from "./queue-previews";
import { recalculateNewlyAddedFunction } from "./recalculate-newly-added";
import { refillProxyPoolFunction } from "./refill-proxy-pool";
import { removeOutdatedPreviewsFunction } from "./remove-outdated-previews";
import { sweepLostWorkFunction } from "./sweep-lost-work";

/** Every function that the app serves to its jobs' engine; one a file. */
export const functions = [
  encodeProxyCopyFunction,
  measureLoudnessFunction,
  notifyProxyReadyFunction,
  preparePreviewFunction,
  prepareProxyFunction,
  queuePreviewsFunction,
  recalculateNewlyAddedFunction,
  refillProxyPoolFunction,
  removeOutdatedPreviewsFunction,
  sweepLostWorkFunction,
];
