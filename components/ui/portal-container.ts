"use client";

import { createContext, useContext } from "react";

const PortalContainer = createContext<HTMLElement | null>(null);

/** Menus, popovers and tooltips of what is inside open within this element: one in full screen shows nothing else. */
export const PortalContainerProvider = PortalContainer.Provider;

/** Undefined for the page's body. */
export const usePortalContainer = () => useContext(PortalContainer) ?? undefined;
