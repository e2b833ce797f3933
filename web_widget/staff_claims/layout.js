// @ts-check
/**
 * Where things stand in a drawing: pure, the same for the same input, tested under node.
 *
 * @typedef {{from: string, to: string}} Arrow
 * @typedef {{x: number, y: number}} Point
 */

/**
 * Steps of a flow in columns: each stands as far from the beginning as the shortest way to it is long; steps that no way
 * reaches stand with the beginning.
 *
 * @param {string[]} names The first is where the flow begins.
 * @param {Arrow[]} arrows
 * @returns {Map<string, {column: number, row: number}>}
 */
export function columns(names, arrows) {
  const column = new Map(names.slice(0, 1).map((name) => [name, 0]));
  const waiting = [...column.keys()];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    for (const { from, to } of arrows) {
      if (from !== name || column.has(to)) continue;
      column.set(to, (column.get(from) ?? 0) + 1);
      waiting.push(to);
    }
  }
  /** @type {Map<number, number>} */
  const filled = new Map();
  return new Map(
    names.map((name) => {
      const own = column.get(name) ?? 0;
      const row = filled.get(own) ?? 0;
      filled.set(own, row + 1);
      return [name, { column: own, row }];
    }),
  );
}

/**
 * A network drawn by forces (Fruchterman and Reingold 1991): neighbours near, strangers apart. Begins on a circle, so that
 * it needs no chance.
 *
 * @param {string[]} names At most some dozens.
 * @param {Arrow[]} links
 * @param {{width: number, height: number, rounds?: number, margin?: number}} box
 * @returns {Map<string, Point>}
 */
export function network(names, links, { width, height, rounds = 240, margin = 40 }) {
  const [middle, reach] = [{ x: width / 2, y: height / 2 }, Math.min(width, height) / 3];
  const places = names.map((_, at) => {
    const turn = (2 * Math.PI * at) / Math.max(1, names.length);
    return { x: middle.x + reach * Math.cos(turn), y: middle.y + reach * Math.sin(turn) };
  });
  const known = new Map(names.map((name, at) => [name, at]));
  const pairs = links
    .map(({ from, to }) => [known.get(from), known.get(to)])
    .filter((pair) => pair[0] !== undefined && pair[1] !== undefined && pair[0] !== pair[1]);
  const apart = Math.sqrt((width * height) / Math.max(1, names.length)) * 0.7;
  for (let round = 0; round < rounds; round += 1) {
    const most = (Math.min(width, height) / 8) * (1 - round / rounds);
    step(places, /** @type {[number, number][]} */ (pairs), apart, most, middle);
  }
  return new Map(names.map((name, at) => [name, within(places[at], width, height, margin)]));
}

/** @param {Point[]} places @param {[number, number][]} pairs @param {number} apart @param {number} most @param {Point} middle */
function step(places, pairs, apart, most, middle) {
  const pushes = places.map(({ x, y }) => ({ x: (middle.x - x) * 0.02, y: (middle.y - y) * 0.02 }));
  const pull = (
    /** @type {number} */ one,
    /** @type {number} */ other,
    /** @type {(far: number) => number} */ strength,
  ) => {
    const [dx, dy] = [places[other].x - places[one].x, places[other].y - places[one].y];
    const far = Math.max(0.01, Math.hypot(dx, dy));
    pushes[one].x += (dx / far) * strength(far);
    pushes[one].y += (dy / far) * strength(far);
  };
  for (let one = 0; one < places.length; one += 1)
    for (let other = 0; other < places.length; other += 1)
      if (one !== other) pull(one, other, (far) => (-apart * apart) / far);
  for (const [one, other] of pairs) {
    const draw = (/** @type {number} */ far) => (far * far) / apart;
    pull(one, other, draw);
    pull(other, one, draw);
  }
  places.forEach((place, one) => {
    const far = Math.max(0.01, Math.hypot(pushes[one].x, pushes[one].y));
    const go = Math.min(far, most);
    place.x += (pushes[one].x / far) * go;
    place.y += (pushes[one].y / far) * go;
  });
}

/** @param {Point} place @param {number} width @param {number} height @param {number} margin */
const within = ({ x, y }, width, height, margin) => ({
  x: Math.min(width - margin, Math.max(margin, x)),
  y: Math.min(height - margin, Math.max(margin, y)),
});

/** Round figures for an axis from 0 to at least `most`. @param {number} most @returns {number[]} */
export function ticks(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  const unit =
    [0.25, 0.5, 1, 2, 2.5].map((part) => part * power).find((one) => one >= 1 && most / one <= 5) ??
    power * 2.5;
  const whole = Math.max(1, Math.round(unit));
  const count = Math.max(1, Math.ceil(most / whole));
  return Array.from({ length: count + 1 }, (_, at) => at * whole);
}
