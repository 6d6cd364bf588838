export const controlsScript = `
export async function control(name, body) {
  const response = await fetch("/_stand-in/" + name, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** What a person is told when the app did not answer as it should; undefined if it did. */
export function troubleWith({ via, status, tookMs, tookTooLong, error }) {
  if (via === "nobody") return "No app is listening yet.";
  if (tookTooLong) return "The app took too long to answer: " + (tookMs / 1000).toFixed(1) + " seconds.";
  if (status === null) return "The app did not answer: " + (error ?? "no acknowledgement") + ".";
  return status >= 200 && status < 300 ? undefined : "The app answered " + status + ".";
}

/** Enter sends, Shift+Enter makes a new line. */
export function composer(form, send) {
  const text = form.querySelector("textarea");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const line = text.value.trim();
    if (line === "") return;
    text.value = "";
    send(line);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  return text;
}
`;
