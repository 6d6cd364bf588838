import type { ComponentChildren, VNode } from "preact";

/**
 * The part of Preact that the panel needs: `h` and `render` for plain functions of their properties. Typed by Preact,
 * and replaceable by it in one line; it is left out because it alone is a third of what the widget may weigh.
 */
export function h(type: unknown, attributes: Props | null, ...children: ComponentChildren[]): VNode {
  return { type, key: attributes?.key, props: { ...attributes, children } } as unknown as VNode;
}

/** Makes the content of the element what the view says, touching only what differs. */
export function render(view: ComponentChildren, parent: Element) {
  drawChildren(view, parent);
}

type Props = Readonly<Record<string, unknown>>;
type Leaf = string | { readonly type: string; readonly props: Props };

const drawnProps = new WeakMap<Node, Props>();
const drawnChildren = new WeakMap<Node, ReadonlyMap<string, Node>>();

function drawChildren(children: ComponentChildren, parent: Element) {
  const before = drawnChildren.get(parent) ?? new Map<string, Node>();
  const after = new Map<string, Node>();
  for (const [slot, leaf] of flatten(children, "")) after.set(slot, drawLeaf(leaf, before.get(slot), parent));

  // Removing first keeps the others where they are: a node that moves loses the focus.
  const staying = new Set(after.values());
  for (const node of before.values()) if (!staying.has(node)) parent.removeChild(node);
  let place = parent.firstChild;
  for (const node of staying) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  drawnChildren.set(parent, after);
}

/** Every child has a slot: its key, or its place, which an absent neighbour leaves as it is. */
function* flatten(child: ComponentChildren, slot: string): Generator<readonly [string, Leaf]> {
  if (Array.isArray(child)) {
    for (const [index, each] of child.entries()) yield* flatten(each, `${slot}/${each?.key ?? index}`);
  } else if (child !== null && typeof child === "object") {
    const { type, props } = child as VNode<Props>;
    if (typeof type === "string") yield [slot + type, { type, props }];
    else yield* flatten((type as (props: Props) => ComponentChildren)(props), slot);
  } else if (child !== undefined && typeof child !== "boolean" && child !== null) {
    yield [slot, String(child)];
  }
}

function drawLeaf(leaf: Leaf, before: Node | undefined, parent: Element): Node {
  if (typeof leaf === "string") {
    const text = before ?? document.createTextNode("");
    if (text.nodeValue !== leaf) text.nodeValue = leaf;
    return text;
  }
  const space = leaf.type === "svg" ? "http://www.w3.org/2000/svg" : parent.namespaceURI;
  const element = (before as Element | undefined) ?? document.createElementNS(space, leaf.type);
  const { children, key, ...props } = leaf.props;
  const old = drawnProps.get(element) ?? {};
  for (const name of Object.keys({ ...old, ...props })) {
    if (old[name] !== props[name]) setProp(element, name, props[name]);
  }
  drawnProps.set(element, props);
  drawChildren(children as ComponentChildren, element);
  return element;
}

function setProp(element: Element, name: string, value: unknown) {
  if (name.startsWith("on")) Object.assign(element, { [name.toLowerCase()]: value });
  else if (value === undefined || value === null || (value === false && !name.startsWith("aria"))) {
    element.removeAttribute(name);
  } else element.setAttribute(name, value === true && !name.startsWith("aria") ? "" : String(value));
}
