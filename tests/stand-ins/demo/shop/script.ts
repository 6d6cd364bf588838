export const script = `
for (const lamp of document.querySelectorAll(".switch"))
  lamp.addEventListener("click", () => {
    const lit = lamp.closest("li").toggleAttribute("data-lit");
    lamp.setAttribute("aria-pressed", String(lit));
  });

const count = document.querySelector("[data-count]");
for (const add of document.querySelectorAll(".add"))
  add.addEventListener("click", () => (count.textContent = String(Number(count.textContent) + 1)));
`;
