export const refreshScript = `
/** Calls look at once and at every change; one look at a time, and whatever changed meanwhile is seen by the next. */
export function keepFresh(look, changed) {
  let looking = false;
  let lookAgain = false;

  async function refresh() {
    lookAgain = true;
    if (looking) return;
    looking = true;
    try {
      while (lookAgain) {
        lookAgain = false;
        await look();
      }
      document.body.dataset.ready = "true";
    } catch {
      // Gone for the moment; the event stream comes back and asks again.
    } finally {
      looking = false;
    }
  }

  const live = new EventSource("/_stand-in/live");
  live.addEventListener("open", refresh);
  live.addEventListener("message", ({ data }) => {
    changed(JSON.parse(data));
    refresh();
  });
  return refresh;
}
`;
