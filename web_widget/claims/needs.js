// @ts-check
/**
 * The answers to a questionnaire, as values. Pure.
 *
 * @typedef {import("./records.js").Question} Question
 * @typedef {import("./records.js").Questionnaire} Questionnaire
 * @typedef {{company: string, phone: string, answers: Record<string, string[]>, submit_id: string}} Filled `submit_id`: one
 *   filling counts once.
 */
import { faultOf } from "./form_state.js";
import { NEEDS, WRONG } from "./words.js";

const PHONE = /** @type {import("./fields.js").Field} */ ({
  name: "phone",
  label: NEEDS.phone,
  kind: "phone",
  most: 32,
});
const NUMBER = /^\d{1,9}$/;

/** Where the input of a question is found. @param {Question} question */
export const questionId = ({ id }) => `q-${id}`;

/** @param {string[]|undefined} values */
const given = (values) => (values ?? []).map((value) => value.trim()).filter(Boolean);

/** @param {Question} question @param {string[]} values */
function questionFault({ kind, required }, values) {
  if (values.length === 0) return required ? NEEDS.empty : "";
  return kind === "number" && !NUMBER.test(plainDigits(values[0])) ? NEEDS.number : "";
}

/** @param {string} typed */
const plainDigits = (typed) => typed.normalize("NFKC").replaceAll(/[\s,]/g, "");

/** @param {Questionnaire} asked @param {Filled} filled @returns {import("./form_state.js").Fault[]} */
export function needsFaults({ questions }, { company, phone, answers }) {
  const ofQuestions = questions.map((question) => ({
    field: questionId(question),
    label: question.text,
    message: questionFault(question, given(answers[question.id])),
  }));
  return [
    {
      field: "company",
      label: NEEDS.company,
      message: company.trim() ? "" : (WRONG.missing.reporter_company ?? ""),
    },
    ...ofQuestions,
    { field: "phone", label: NEEDS.phone, message: faultOf(PHONE, phone, "") },
  ].filter(({ message }) => message);
}

/** As the service takes it: one value for a choice, a list for several, a number for a number. @param {Questionnaire} asked @param {Filled} filled */
export function answersOf({ version, questions }, { company, phone, answers, submit_id }) {
  const entries = questions
    .map((question) => /** @type {const} */ ([question, given(answers[question.id])]))
    .filter(([, values]) => values.length > 0)
    .map(([{ id, kind }, values]) => [
      id,
      kind === "many" ? values : kind === "number" ? Number(plainDigits(values[0])) : values[0],
    ]);
  return {
    version,
    submit_id,
    company: company.trim(),
    ...(phone.trim() && { contact_phone: phone.normalize("NFKC").replaceAll(/\s/g, "") }),
    answers: Object.fromEntries(entries),
  };
}
