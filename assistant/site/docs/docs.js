// @ts-check
/**
 * Draws /openapi.json: every operation with its parameters, body and replies. No library, nothing from elsewhere;
 * text only ever enters the page as text.
 */

const METHODS = ["get", "post", "put", "patch", "delete"];

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** @param {any} schema @returns {string} */
function typeName(schema) {
  if (!schema) return "any";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.enum) return schema.enum.map((/** @type {unknown} */ value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return parts.map(typeName).join(" | ");
  if (schema.type === "array") return `${typeName(schema.items)}[]`;
  return schema.type ?? "any";
}

/** @param {string[]} titles @param {string[][]} rows */
function table(titles, rows) {
  const head = element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title)));
  const body = rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell))));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
}

/** @param {any} schema */
function fields(schema) {
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    required.has(name) ? `${name} *` : name,
    typeName(property),
    /** @type {any} */ (property).description ?? "",
  ]);
  return rows.length ? table(["field", "type", "meaning"], rows) : element("pre", {}, JSON.stringify(schema, null, 2));
}

/** @param {any} operation */
function details(operation) {
  const parts = [];
  if (operation.description) parts.push(element("p", {}, operation.description));
  if (operation.parameters?.length) {
    const rows = operation.parameters.map((/** @type {any} */ one) => [
      one.required ? `${one.name} *` : one.name,
      `${one.in}: ${typeName(one.schema)}`,
      one.description ?? one.schema?.description ?? "",
    ]);
    parts.push(element("h3", {}, "Parameters"), table(["name", "in: type", "meaning"], rows));
  }
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  if (body) parts.push(element("h3", {}, "Body"), fields(body));
  const replies = Object.entries(operation.responses ?? {}).map(([status, reply]) => [
    status,
    typeName(/** @type {any} */ (reply).content?.["application/json"]?.schema),
    /** @type {any} */ (reply).description ?? "",
  ]);
  parts.push(element("h3", {}, "Replies"), table(["status", "type", "meaning"], replies));
  return element("div", {}, ...parts);
}

/** @param {any} api */
function operations(api) {
  /** @type {Map<string, Node[]>} */
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((name) => name in /** @type {object} */ (methods))) {
      const operation = /** @type {any} */ (methods)[method];
      const summary = element(
        "summary",
        {},
        element("span", { class: "method" }, method.toUpperCase()),
        element("code", {}, path),
        element("span", { class: "quiet" }, ` ${operation.summary ?? ""}`),
      );
      const group = operation.tags?.[0] ?? "other";
      groups.set(group, [...(groups.get(group) ?? []), element("details", {}, summary, details(operation))]);
    }
  }
  return [...groups].flatMap(([name, nodes]) => [element("h2", {}, name), ...nodes]);
}

/** @param {any} api */
function schemas(api) {
  const entries = Object.entries(api.components?.schemas ?? {});
  return entries.map(([name, schema]) =>
    element("details", { id: `schema-${name}` }, element("summary", {}, name), element("div", {}, fields(schema))),
  );
}

/** @param {string} id */
function place(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

try {
  const response = await fetch("/openapi.json");
  if (!response.ok) throw new Error(`/openapi.json answered ${response.status}`);
  const api = await response.json();
  place("title").textContent = `${api.info.title} ${api.info.version}`;
  place("description").textContent = api.info.description ?? "";
  place("operations").replaceChildren(...operations(api), element("h2", {}, "Types"), ...schemas(api));
} catch (error) {
  place("operations").replaceChildren(element("p", { role: "alert" }, `The description could not be loaded: ${error}`));
}
