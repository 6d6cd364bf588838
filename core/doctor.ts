import { printFindings } from "./examination/print-findings.ts";
import { examineDeskbell } from "./examine-deskbell.ts";

/** `npm run doctor`: what is right, what is not, and what to do; exit code 1 if anything is broken. */
async function start(): Promise<void> {
  const findings = await examineDeskbell();
  console.log(printFindings(findings));
  process.exit(findings.some(({ level }) => level === "broken") ? 1 : 0);
}

start().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
