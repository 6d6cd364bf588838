import type { Server, Socket } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { openJournal } from "../journal.ts";
import { until } from "../until.ts";
import { createSmtpMisbehaviour, type Misdeed, type Stage } from "./misbehaviour.ts";
import { createReceived, type Received } from "./received.ts";

export interface StandInSmtpOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Who may send; without it nobody is asked. */
  login?: { readonly user: string; readonly password: string };
  /** Offers STARTTLS; without it there is no TLS. */
  startTls?: { readonly key: string; readonly cert: string };
  /** Append-only JSON lines of every mail accepted. */
  journal?: string;
}

export type StandInSmtp = Awaited<ReturnType<typeof startStandInSmtp>>;

type Refuse = (error: Error) => void;

/** A mail server of our own on 127.0.0.1: it keeps what it is given, and refuses, hangs or drops when it is told to. */
export async function startStandInSmtp(options: StandInSmtpOptions = {}) {
  const { login, startTls } = options;
  const received = createReceived();
  const misbehaviour = createSmtpMisbehaviour();
  const journal = openJournal(options.journal);
  const sockets = new Map<number, Socket>();

  /** Whatever is due at this stage instead of what was asked; true if something was. */
  function isSpoiled(stage: Stage, session: SMTPServerSession, address: string | undefined, done: Refuse): boolean {
    const misdeed = misbehaviour.forCall(stage, address?.toLowerCase());
    // Dropped only once the mail is kept.
    if (misdeed === undefined || misdeed.how === "drop_after_accepting") return false;
    misbehave(misdeed, session, done);
    return true;
  }

  function misbehave(misdeed: Misdeed, session: SMTPServerSession, done: Refuse): void {
    if (misdeed.how === "refuse")
      done(Object.assign(new Error(misdeed.message ?? usual(misdeed.code)), { responseCode: misdeed.code }));
    if (misdeed.how === "drop") sockets.get(session.remotePort)?.resetAndDestroy();
    // Otherwise nobody is ever answered.
  }

  const server = new SMTPServer({
    name: "mail.stand-in.example",
    authOptional: login === undefined,
    authMethods: ["PLAIN", "LOGIN"],
    ...startTls,
    disabledCommands: [...(startTls ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    size: 30 * 1024 * 1024,
    onConnect(session, done) {
      if (!isSpoiled("connect", session, undefined, done)) done();
    },
    onAuth({ username, password }, session, done) {
      if (isSpoiled("auth", session, undefined, done)) return;
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(Object.assign(new Error(usual(535)), { responseCode: 535 }));
    },
    onMailFrom({ address }, session, done) {
      if (!isSpoiled("mailFrom", session, address, done)) done();
    },
    onRcptTo({ address }, session, done) {
      if (!isSpoiled("rcptTo", session, address, done)) done();
    },
    async onData(stream, session, done) {
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(part);
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const misdeed = misbehaviour.forCall("data", to[0]?.toLowerCase());
      if (misdeed !== undefined && misdeed.how !== "drop_after_accepting") return misbehave(misdeed, session, done);
      const raw = Buffer.concat(parts);
      const from = session.envelope.mailFrom === false ? "" : session.envelope.mailFrom.address;
      const mail: Received = {
        at: new Date(),
        envelope: { from, to },
        user: session.user,
        secure: session.secure,
        mail: await simpleParser(raw),
        raw: raw.toString("utf8"),
      };
      journal.write({ did: "accept", envelope: mail.envelope, messageId: mail.mail.messageId, raw: mail.raw });
      received.keep(mail);
      if (misdeed) sockets.get(session.remotePort)?.resetAndDestroy();
      else done(null, "Kept.");
    },
  });
  // Clients that hang up in the middle are what some tests are about.
  server.on("error", () => undefined);
  server.server.on("connection", (socket: Socket) => {
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.on("close", () => sockets.delete(remotePort));
  });

  const port = await listen(server, options.port ?? 0);
  const account = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : "";

  return {
    /** SMTP_URL. */
    url: `smtp://${account}127.0.0.1:${port}`,
    port,
    /** Every mail accepted, whatever the client was told; oldest first. */
    received: received.all,
    misbehave: misbehaviour.misbehave,
    behave: misbehaviour.behave,
    /** RCPT TO of this address is answered with 550 or 451, say. */
    refuse: (channel: string, code: number): void =>
      misbehaviour.misbehave({ how: "refuse", code, methods: "rcptTo", channel: channel.toLowerCase() }),
    until: (condition: () => boolean, ms = 10_000) => until("The stand-in for SMTP", received.watch, condition, ms),
    async stop(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(resolve));
      for (const socket of sockets.values()) socket.destroy();
      await closed;
      journal.close();
    },
  };
}

function listen(server: SMTPServer, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once("error", reject);
    const listening: Server = server.listen(wanted, "127.0.0.1", () => {
      const address = listening.address();
      if (address === null || typeof address === "string") reject(new Error("The stand-in did not get a port."));
      else resolve(address.port);
    });
  });
}

function usual(code: number): string {
  return messages[code] ?? "The stand-in was told to refuse this.";
}

const messages: Record<number, string> = {
  421: "4.3.2 Service not available, closing transmission channel",
  451: "4.7.1 Please try again later",
  452: "4.2.2 The mailbox is over quota",
  535: "5.7.8 Authentication credentials invalid",
  550: "5.1.1 No such user here",
  552: "5.3.4 Message size exceeds fixed limit",
  554: "5.7.1 Message rejected as spam",
};
