/** Everything a visitor or an agent wrote goes through here, and only ever as text. */
export const domScript = `
export function draw(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

export function link(address, ...children) {
  if (!/^(https?|mailto):/i.test(address)) return draw("span", {}, ...children);
  return draw("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

export function fill(select, options, value) {
  const key = JSON.stringify(options);
  if (select.dataset.key !== key) select.replaceChildren(...options.map(([id, label]) => draw("option", { value: id }, label)));
  select.dataset.key = key;
  select.value = value;
}
`;
