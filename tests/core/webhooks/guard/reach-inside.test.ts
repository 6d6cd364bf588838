import { createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGuard } from "../../../../core/webhooks/guard/guard.ts";
import { networks } from "../../../../core/webhooks/guard/networks.ts";
import { createResolve } from "../../../../core/webhooks/guard/resolve.ts";
import { newSecret } from "../../../../core/webhooks/secret.ts";
import { type Record, type StandInDns, startStandInDns } from "../../../stand-ins/dns/stand-in-dns.ts";
import { startStandInReceiver } from "../../../stand-ins/webhooks/stand-in-receiver.ts";
import { sendTo } from "../support/sending.ts";

/** Ways to write a host inside. {p} is where the canary listens; without it, the port is put behind. */
const forms: readonly string[] = [
  ["127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "017700000001", "0x7f000001", "0x7F.1"],
  ["0177.0.0.1", "0177.0.0.01", "0x7f.0.0.0x1", "0x7f.0x0.0x0.0x1", "127.0x0.00.1", "0X7f.0.1", "127.0.0.1."],
  ["0", "0.0.0.0", "0x0", "00000000000", "0.", "127.0.0.1..", ".127.0.0.1", "127..0.0.1"],
  ["①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "127．0．0．1", "𝟏𝟐𝟕.𝟎.𝟎.𝟏", "127\u00ad.0.0.1", "１２７.1"],
  ["%31%32%37.0.0.1", "127%2e0%2e0%2e1", "%6c%6f%63alhost", "127.0.0.1%00", "127.0.0.1%20", "127.0.0.1%0d%0aHost:x"],
  ["[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000:0000::0001]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]"],
  ["[::ffff:0:127.0.0.1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::FFFF:7F00:0001]", "[64:ff9b::127.0.0.1]"],
  ["[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:1::1]", "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%25lo]"],
  ["[::1%25lo]", "[::1%lo]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[::ffff:169.254.169.254]"],
  [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "LocalHost.",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "localhost.localdomain",
    "a.localhost",
    "ip6-localhost",
  ],
  ["intranet", "printer.local", "metadata.google.internal", "desk.home.arpa", "kubernetes.default.svc.cluster.local"],
  [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "2852039166",
    "0xa9fea9fe",
  ],
  ["192.0.0.192", "100.100.100.200", "168.63.129.16", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"],
  ["public.example.com@127.0.0.1", "public.example.com:443@127.0.0.1", "public.example.com%40127.0.0.1", "@127.0.0.1"],
  ["user:pass@127.0.0.1", "127.0.0.1:{p}#@public.example.com", "127.0.0.1:{p}?@public.example.com"],
  ["127.0.0.1:{p}/@public.example.com", "127.0.0.1:{p}\\@public.example.com", "public.example.com\\@127.0.0.1:{p}"],
  [
    "127.0.0.1:{p}:443",
    "127.0.0.1 ",
    " 127.0.0.1",
    "127.0.0.1\t",
    "127.0.\n0.1",
    "127.0.0.1\r\nX:y",
    "127.0.0.1\u0000",
  ],
].flat();

const schemes = ["https://", "http://", "HTTPS:", "https:/", "https:\\\\", "https:///"];

describe("nobody reaches inside with a webhook", () => {
  let canary: Server;
  let port: number;
  let connections = 0;
  let dns: StandInDns;

  beforeAll(async () => {
    // Every address of this machine, of both kinds.
    canary = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((listening, failed) => {
      canary.once("error", failed);
      canary.listen(0, listening);
    });
    const address = canary.address();
    port = typeof address === "object" && address ? address.port : 0;
  });
  afterAll(() => new Promise((closed) => canary.close(closed)));
  beforeEach(async () => {
    connections = 0;
    dns = await startStandInDns();
  });
  afterEach(() => dns.stop());

  const guard = () => createGuard({ allow: networks(), resolve: createResolve({ servers: [dns.server] }) });
  const save = (url: string) => guard().checkUrl(url, AbortSignal.timeout(5_000));
  const deliver = (url: string, allow: readonly string[] = []) =>
    sendTo({ url, secrets: [newSecret()] }, { allow, dns: dns.server }).send();
  const urlOf = (scheme: string, form: string) =>
    form.includes("{p}") ? `${scheme}${form.replace("{p}", String(port))}/` : `${scheme}${form}:${port}/`;

  it("is tried in more than sixty ways, each of them on its own", () => {
    expect(new Set(forms).size).toBe(forms.length);
    expect(forms.length).toBeGreaterThan(60);
  });

  it("and the canary sings when it is connected to", async () => {
    expect(await deliver(`http://127.0.0.1:${port}/`, ["127.0.0.0/8"])).toMatchObject({ kind: "ambiguous" });
    expect(connections).toBe(1);
  });

  it.each(forms)("by writing it as %j: it can be neither saved nor sent to", async (form) => {
    for (const url of schemes.map((scheme) => urlOf(scheme, form))) {
      // Whatever stands behind the last @ of a well-formed URL may be public: then that is where it goes, by name.
      dns.tell("public.example.com", "unknown");
      expect(await save(url), url).toEqual({ problem: expect.stringMatching(/\.$/) });
      expect((await deliver(url)).kind, url).toMatch(/^(refused|retry)$/);
    }
    expect(connections).toBe(0);
  });

  it.each<[string, Record]>([
    ["127.0.0.1.nip.example.com", ["127.0.0.1"]],
    ["ten.example.com", ["10.0.0.1"]],
    ["metadata.example.com", ["169.254.169.254"]],
    ["six.example.com", ["::1"]],
    ["mapped.example.com", ["::ffff:127.0.0.1"]],
    ["zero.example.com", ["0.0.0.0"]],
    ["nat64.example.com", ["64:ff9b::7f00:1"]],
    ["both.example.com", ["93.184.216.34", "127.0.0.1"]],
    ["hidden.example.com", ["93.184.216.34", "2606:4700::1", "::1"]],
  ])("through a name that leads there: %s", async (name, record) => {
    dns.tell(name, record);
    for (const url of [`https://${name}:${port}/`, `http://${name}:${port}/`, `https://${name}.:${port}/`]) {
      expect(await save(url), url).toEqual({ problem: expect.any(String) });
      expect((await deliver(url)).kind, url).toMatch(/^(refused|retry)$/);
    }
    expect(connections).toBe(0);
  });

  it("through a name that leads elsewhere by the time it is connected to", async () => {
    // 127.0.0.2 is allowed here, so that nothing outside of this machine is connected to.
    const receiver = await startStandInReceiver();
    const { port } = new URL(receiver.url);
    dns.tell("rebinding.example.com", ["127.0.0.1"], ["127.0.0.3"]);
    const url = `http://rebinding.example.com:${port}/`;
    const allow = ["127.0.0.1/32"];
    expect(await deliver(url, allow)).toMatchObject({ kind: "delivered" });
    // One pair of questions: whoever looked twice would have been led to 127.0.0.3.
    expect(dns.asked.toSorted()).toEqual(["rebinding.example.com A", "rebinding.example.com AAAA"]);
    expect(await deliver(url, allow)).toMatchObject({ kind: "retry", reason: expect.stringContaining("not public") });
    expect(receiver.received).toHaveLength(1);
    await receiver.stop();
  });

  it.each(["http://127.0.0.1:{p}/", "http://localhost:{p}/", "//127.0.0.1:{p}/", "http://[::1]:{p}/"])(
    "through a redirect to %s",
    async (to) => {
      const receiver = await startStandInReceiver();
      receiver.misbehave({ how: "redirect", location: to.replace("{p}", String(port)) });
      expect(await deliver(receiver.hookUrl, ["127.0.0.0/8"])).toMatchObject({ kind: "retry" });
      expect(receiver.received).toHaveLength(1);
      expect(connections).toBe(0);
      await receiver.stop();
    },
  );
});
