// The whole data model; one file a noun under tables/.
export * from "./tables/deliveries";
export * from "./tables/downloads";
export * from "./tables/jobs";
export * from "./tables/materials";
export * from "./tables/notifications";
export * from "./tables/people";
export * from "./tables/previews";
export * from "./tables/proxies";
export * from "./tables/source-requests";
export * from "./tables/store-faults";
export * from "./tables/titles";
export * from "./tables/views";
