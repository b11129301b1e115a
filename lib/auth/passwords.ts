import "server-only";
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

// 32 MiB a hash: OWASP's Password Storage Cheat Sheet, scrypt, the row N=2^15 r=8 p=3. Kept in the hash,
// so that it can be raised later.
const cost = { N: 2 ** 15, r: 8, p: 3 };
const keyBytes = 32;

/**
 * @param cost of scrypt; only tests ask for less
 * @returns `scrypt$N$r$p$salt$key`, salt and key in base64url
 */
export async function hashPassword(password: string, { N, r, p } = cost): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize("NFKC"), salt, keyBytes, withMemory({ N, r, p }));
  return ["scrypt", N, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Takes the same time whether there is a hash or not, so that an unknown account can't be told by the clock. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, N, r, p, salt, key] = (hash ?? (await decoy())).split("$");
  const expected = Buffer.from(key ?? "", "base64url");
  const given = await derive(
    password.normalize("NFKC"),
    Buffer.from(salt ?? "", "base64url"),
    keyBytes,
    withMemory({ N: Number(N), r: Number(r), p: Number(p) }),
  );
  return timingSafeEqual(given, expected) && hash !== null;
}

let decoyHash: Promise<string> | undefined;
const decoy = () => {
  decoyHash ??= hashPassword(randomBytes(16).toString("hex"));
  return decoyHash;
};

/** Node refuses to use more than 32 MiB unless told; scrypt needs 128 * N * r bytes. */
const withMemory = (c: { N: number; r: number; p: number }) => ({ ...c, maxmem: 256 * c.N * c.r });
