import { describe, expect, it } from "vitest";
import { slotsOf } from "../../../core/storage/outbox/slots.ts";

/** So many hands, all for one room. */
function hands(free: number) {
  let left = free;
  return {
    left: () => left,
    reservations: {
      instance: 1,
      reserve: () => left > 0 && left-- > 0,
      release: () => {
        left += 1;
      },
    },
  };
}
const room = ["bell", "tower", "room"] as const;

describe("the slots of a transaction", () => {
  it("are all given back when it fails, once", () => {
    const { left, reservations } = hands(3);
    const slots = slotsOf(reservations);
    expect([slots.reserve(...room), slots.reserve(...room)]).toEqual([true, true]);
    slots.release(...room);
    expect(left()).toBe(2);
    slots.giveBack();
    slots.giveBack();
    expect(left()).toBe(3);
  });

  it("are not given back by what comes to its end after the failure", () => {
    const { left, reservations } = hands(2);
    const slots = slotsOf(reservations);
    slots.reserve(...room);
    slots.giveBack();
    slots.release(...room);
    expect(left()).toBe(2);
  });

  it("are none where there was no hand free", () => {
    const { left, reservations } = hands(0);
    const slots = slotsOf(reservations);
    expect(slots.reserve(...room)).toBe(false);
    slots.giveBack();
    expect(left()).toBe(0);
  });
});
