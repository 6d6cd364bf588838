import { cpus, loadavg, totalmem } from "node:os";

export function describeMachine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} x ${first?.model.trim() ?? "unknown processor"}, ${memory} GB, ${process.platform} ${process.arch}, Node ${process.version}`;
}

export function describeLoad(): string {
  return `load average ${loadavg()
    .map((value) => value.toFixed(2))
    .join(", ")}`;
}
