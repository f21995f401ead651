"use strict";

const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};

const resolve = (schemas, schema) =>
  schema?.$ref ? schemas[schema.$ref.split("/").pop()] : schema;

function example(schemas, given, depth = 0) {
  const schema = resolve(schemas, given) ?? {};
  const kind = schema.oneOf ?? schema.anyOf;
  if (kind) return example(schemas, kind.find((one) => one.type !== "null"), depth);
  if (schema.enum) return schema.enum[0];
  if (schema.properties && depth < 4) {
    const entries = Object.entries(schema.properties);
    return Object.fromEntries(entries.map(([name, one]) => [name, example(schemas, one, depth + 1)]));
  }
  if (schema.type === "array") return [];
  if (schema.type === "object") return {};
  if (schema.type === "boolean") return false;
  if (schema.type === "integer" || schema.type === "number") return 0;
  return schema.format ?? "";
}

async function send(verb, path, inputs, body, answer) {
  const headers = { Accept: "application/json" };
  const query = new URLSearchParams();
  let url = path;
  for (const [parameter, input] of inputs) {
    if (input.value === "") continue;
    if (parameter.in === "path") url = url.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (parameter.in === "query") query.set(parameter.name, input.value);
    else headers[parameter.name] = input.value;
  }
  const token = document.getElementById("token").value.trim();
  if (token) headers.Authorization = `Bearer ${token}`;
  if (verb === "post") headers["Idempotency-Key"] ??= crypto.randomUUID();
  if (body) headers["Content-Type"] = "application/json";
  const search = query.size ? `?${query}` : "";
  const response = await fetch(url + search, { method: verb.toUpperCase(), headers, body: body?.value });
  const text = await response.text();
  let shown = text;
  try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
  const tag = response.headers.get("ETag");
  answer.textContent = `${response.status} ${response.statusText}${tag ? `\nETag: ${tag}` : ""}\n\n${shown}`;
}

function callOf(schemas, path, verb, call) {
  const inputs = (call.parameters ?? []).map((one) => [one, make("input", { placeholder: one.description ?? "" })]);
  const content = call.requestBody?.content?.["application/json"];
  const filled = content && JSON.stringify(example(schemas, content.schema), null, 2);
  const body = content && make("textarea", { value: filled, spellcheck: false });
  const answer = make("pre", { textContent: "…" });
  const button = make("button", { textContent: "Send" });
  button.addEventListener("click", () => send(verb, path, inputs, body, answer));
  const form = make("div", {}, make("p", { textContent: call.description ?? "" }));
  for (const [one, input] of inputs) {
    form.append(make("label", { textContent: `${one.name} (${one.in}${one.required ? ", required" : ""})` }, input));
  }
  if (body) form.append(make("label", { textContent: "body" }, body));
  form.append(make("p", {}, button), answer);
  const title = make("summary", {}, make("b", { textContent: verb.toUpperCase() }),
    make("code", { textContent: path }), ` ${call.operationId}`);
  return make("details", {}, title, form);
}

async function start() {
  const document_ = await (await fetch("/schema/openapi.json")).json();
  const groups = new Map();
  for (const [path, verbs] of Object.entries(document_.paths)) {
    for (const [verb, call] of Object.entries(verbs)) {
      const group = call.tags?.[0] ?? "other";
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(callOf(document_.components.schemas, path, verb, call));
    }
  }
  const main = document.getElementById("calls");
  main.textContent = "";
  for (const [name, calls] of [...groups].sort()) main.append(make("h2", { textContent: name }), ...calls);
}

start();
