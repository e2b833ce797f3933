// @ts-check
/**
 * A document's labels as a value that is edited: from the service's form into one whose clauses carry their own quotes, and
 * back. No DOM here.
 *
 * @typedef {import("./types.js").Draft} Draft
 * @typedef {import("./types.js").Measure} Measure
 * @typedef {import("./types.js").Clause} Clause
 * @typedef {import("./types.js").Quote} Quote
 * @typedef {import("./types.js").Tree} Tree
 * @typedef {import("./types.js").Opened} Opened
 * @typedef {import("./types.js").Decision} Decision
 */

let made = 0;

/** A name that no other clause of this page has. */
const newKey = () => `c${(made += 1)}`;

/** @param {Opened} opened @returns {Draft} */
export function toDraft(opened) {
  return {
    id: opened.id,
    base: opened.newest_version,
    digest: opened.text_digest,
    measures: opened.measures.map((measure) => read(measure, opened.suggested[measure.id] ?? [])),
    decisions: opened.decisions.map((decision) => ({ ...decision })),
  };
}

/** With how it was, so that suggested words go along with an edit only. @param {any} measure @param {Quote[]} suggested @returns {Measure} */
function read(measure, suggested) {
  const was = JSON.stringify(bodyOf(toMeasure(measure, [])));
  return { ...toMeasure(measure, suggested), was };
}

/** @param {any} measure @param {Quote[]} suggested @returns {Measure} */
function toMeasure(measure, suggested) {
  const quotes = [...measure.quotes, ...suggested.map((quote) => ({ ...quote, suggested: true }))];
  const of = (/** @type {string} */ label) => quotes.filter((quote) => quote.label === label);
  /** @type {Tree[]} */
  const parts = Array.isArray(measure.conditions.all) ? measure.conditions.all : [measure.conditions];
  return {
    id: measure.id,
    title: measure.title,
    mode: measure.mode,
    article: measure.article,
    clauses: parts.map((tree, at) => newClause(structuredClone(tree), of(`conditions/${at}`))),
    award: structuredClone(measure.award),
    documents: [...measure.documents],
    deadline: measure.deadline ?? "",
    exclusive_group: measure.exclusive_group ?? "",
    quotes: Object.fromEntries(
      ["award", "deadline", "exclusive_group", "documents", "mode"].map((label) => [label, of(label)]),
    ),
  };
}

/** @param {Tree} tree @param {Quote[]} [quotes] @returns {Clause} */
export const newClause = (tree, quotes = []) => ({ key: newKey(), tree, quotes: [...quotes] });

/** A condition to begin with. */
export const emptyAtom = () => ({ field: "revenue", op: ">=", value: "" });

/** A further measure, called after its document. @param {Draft} draft @param {string[]} known Ids that were used before. @returns {Measure} */
export function newMeasure(draft, known) {
  const taken = [...known, ...draft.measures.map(({ id }) => id)];
  const numbers = taken.map((id) => Number(/-(\d+)$/.exec(id)?.[1] ?? 0));
  return toMeasure(
    {
      id: `${draft.id}-${Math.max(0, ...numbers) + 1}`,
      title: "",
      mode: "申报",
      article: "",
      conditions: { all: [] },
      award: { kind: "fixed", amount: "" },
      documents: [],
      quotes: [],
    },
    [],
  );
}

/** What is sent. @param {Draft} draft */
export const toBody = ({ base, measures, decisions }) => ({
  base_version: base,
  measures: measures.map((measure) => {
    const plain = bodyOf(measure, true);
    return JSON.stringify(plain) === measure.was ? plain : bodyOf(measure);
  }),
  decisions,
});

/** @param {Measure} measure @param {boolean} [unsuggested] Without the words that a program suggested. */
const bodyOf = (measure, unsuggested = false) => ({
  id: measure.id,
  title: measure.title,
  mode: measure.mode,
  article: measure.article,
  conditions: { all: measure.clauses.map(({ tree }) => tree) },
  award: measure.award,
  documents: measure.documents.filter((name) => name.trim()),
  deadline: measure.deadline || null,
  exclusive_group: measure.exclusive_group.trim() || null,
  quotes: quotesOf(measure, unsuggested),
});

/** Every quote with its label's path. @param {Measure} measure @param {boolean} unsuggested */
function quotesOf({ clauses, quotes }, unsuggested) {
  const labelled = [
    ...clauses.map((clause, at) => /** @type {[string, Quote[]]} */ ([`conditions/${at}`, clause.quotes])),
    ...Object.entries(quotes),
  ];
  return labelled.flatMap(([label, own]) =>
    own
      .filter(({ suggested }) => !(suggested && unsuggested))
      .map(({ text, start, end }) => ({ label, text, start, end })),
  );
}

/** What is compared to know whether something was edited. @param {Draft} draft */
export const fingerprint = (draft) => JSON.stringify(toBody(draft));

/** Texts in a tree that only a person can decide. @param {Tree} tree @returns {string[]} */
export function humans(tree) {
  if (typeof tree?.human === "string") return [tree.human];
  return [...(tree?.all ?? []), ...(tree?.any ?? []), ...(tree?.not ? [tree.not] : [])].flatMap(humans);
}

/** Clauses of a measure that wait for an editor. @param {Measure} measure @param {Decision[]} decisions */
export function openClauses(measure, decisions) {
  const all = measure.clauses.flatMap(({ tree }) => humans(tree));
  if (measure.award.kind === "human") all.push(measure.award.text);
  return all.filter((text) => !decisionOn(decisions, measure.id, text));
}

/** That a person checks the clause each time. @param {Decision[]} decisions @param {string} measureId @param {string} text */
export const decisionOn = (decisions, measureId, text) =>
  decisions.find((one) => one.measure_id === measureId && one.text === text.trim() && one.how === "keep");

/** @param {Draft} draft @param {string} measureId @param {string} text @param {"read"|"keep"|"drop"|null} how @param {string} [reason] */
export function decide(draft, measureId, text, how, reason = "") {
  draft.decisions = draft.decisions.filter((one) => one.measure_id !== measureId || one.text !== text.trim());
  if (how) draft.decisions.push({ measure_id: measureId, text: text.trim(), how, reason });
}

/** A figure as it was typed, without blanks, commas and full-width digits; null when it is none. @param {string} typed */
export function figureOf(typed) {
  const plain = typed.normalize("NFKC").replace(/[\s,]/g, "");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** What is still missing before the service can be asked, as [measure, sentence]. @param {Draft} draft @returns {[Measure, string][]} */
export function gaps({ measures }) {
  return measures.flatMap((measure) =>
    [
      !measure.title.trim() && "还没有写名称",
      !measure.article.trim() && "还没有选条款",
      measure.clauses.some(({ tree }) => isEmpty(tree)) && "有一条条件没有填完",
      isEmpty(measure.award) && "奖补标准没有填完",
    ]
      .filter((words) => typeof words === "string")
      .map((words) => /** @type {[Measure, string]} */ ([measure, words])),
  );
}

/** @param {Tree} tree @returns {boolean} */
function isEmpty(tree) {
  if (tree === "" || (Array.isArray(tree) && tree.length === 0)) return true;
  if (Array.isArray(tree)) return tree.some(isEmpty);
  if (tree === null || typeof tree !== "object") return false;
  return Object.values(tree).some(isEmpty);
}
