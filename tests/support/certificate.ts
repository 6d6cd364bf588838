import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

if (!hasOpenssl && process.env.CI === "true") throw new Error("CI needs openssl: sudo apt-get install -y openssl.");

/** A certificate for these names (`DNS:a.example`, `IP:127.0.0.1`) that only who is told so trusts. */
export function certify(...names: readonly [string, ...string[]]): { readonly key: string; readonly cert: string } {
  const directory = mkdtempSync(join(tmpdir(), "deskbell-certificate-"));
  const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")];
  const kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=a receiver"];
  const made = ["-addext", `subjectAltName=${names.join(",")}`, "-keyout", key, "-out", cert];
  try {
    execFileSync("openssl", ["req", ...kind, ...made], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
