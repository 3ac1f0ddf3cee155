// The page of the simulator: plain text goes into elements as text only, so that nothing shown can act.
"use strict";

const API = "/_sinch/v1/";
const el = (id) => document.getElementById(id);
let about = { products: {}, settings: {} };
let filter = {};
let older = null;
// How often each part of the page was asked for: what comes late is not shown in the place of what was asked for since.
const turns = { list: 0, show: 0 };

// What a product adds to a message: each function takes the message and returns elements. See docs/architecture.md.
const extras = {};
function addProduct(name, details) { extras[name] = details; }

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

async function call(path, body) {
  const options = body === undefined ? {} :
    { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(API + path, options);
  const text = await response.text();
  const value = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(value.error.text);
  return value;
}

function attempt(work) {
  return async (event) => {
    if (event) event.preventDefault();
    try {
      el("problem").hidden = true;
      await work(event);
    } catch (error) {
      el("problem").textContent = error.message;
      el("problem").hidden = false;
    }
  };
}

const button = (text, work) => make("button", { type: "button", onclick: attempt(work) }, text);
const time = (text) => (text || "").replace("T", " ").replace(/\.\d+Z$/, "");
const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== "" && value != null));

function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

function fold(title, text) {
  return make("details", {}, make("summary", { class: "quiet" }, title), make("pre", {}, text));
}

const good = (status) => /^(delivered|read|dispatched|successful|2\d\d)$/i.test(String(status));

// The views: each lists items and shows one

const views = {
  messages: {
    title: "Messages",
    fields: ["number", "text", "product"],
    row: (item) => [
      make("div", { class: "row" }, make("strong", {}, (item.direction === "sent" ? "to " : "from ") + item.phone),
        make("span", { class: "quiet" }, item.channel)),
      make("div", { class: "cut" }, item.text || item.type),
      make("div", { class: "row quiet" }, make("span", {}, time(item.at)),
        make("span", { class: good(item.status) ? "good" : "" }, item.status || "")),
    ],
    show: conversation,
  },
  calls: {
    title: "Calls",
    fields: ["product"],
    row: (item) => [
      make("div", { class: "row" }, make("strong", {}, parties(item)), make("span", { class: "quiet" }, item.product)),
      make("div", { class: "cut" }, spoken(item).map((step) => step.text).pop() || ""),
      make("div", { class: "row quiet" }, make("span", {}, time(item.at)), make("span", {}, stateOf(item))),
    ],
    tools: () => [button("Let somebody call", callForm)],
    show: showCall,
  },
  events: {
    title: "Events",
    fields: ["product"],
    row: (item) => [
      make("div", { class: "row" }, make("strong", {}, kindOf(item)), make("span", { class: "quiet" }, item.product)),
      make("div", { class: "row quiet" }, make("span", {}, time(item.at)), outcome(item)),
    ],
    tools: () => [button("Send an event", eventForm)],
    show: showEvent,
  },
  requests: {
    title: "Requests",
    fields: ["product", "rejected"],
    row: (item) => [
      make("div", { class: "row" }, make("strong", {}, item.operation_id || `${item.method} ${item.raw_path}`),
        make("span", { class: good(item.status) ? "good" : "bad" }, String(item.status ?? "no response"))),
      item.problems.map((problem) => make("div", { class: "bad cut" }, problem)),
      make("div", { class: "row quiet" }, make("span", {}, time(item.at)), make("span", {}, item.product)),
    ],
    show: showRequest,
  },
  numbers: {
    title: "Numbers",
    fields: [],
    row: (item) => [
      make("div", { class: "row" }, make("strong", {}, item.phone_number), make("span", { class: "quiet" }, item.body.type)),
      make("div", { class: "row quiet" }, make("span", {}, item.body.displayName || ""),
        make("span", {}, item.waiting ? "waits to be provisioned" : "")),
    ],
    show: showNumber,
  },
  faults: { title: "Faults and settings", fields: [], row: faultRow, show: faultForm },
};

function place() {
  const [view, index] = location.hash.slice(1).split("/");
  return [views[view] ? view : "messages", Number(index) || null];
}

function withPhone(item) {
  if (item.direction) {
    item.phone = (item.direction === "sent" ? item.to : item.from) || "";
    item.status = item.states.length ? item.states[item.states.length - 1].status : "";
  }
  return item;
}

async function list(more) {
  const [name, index] = place();
  const view = views[name];
  const values = { ...filter, limit: name === "faults" ? "" : 50, before: more ? older : "" };
  const turn = (turns.list += 1);
  const page = await call(`${name}?${query(values)}`);
  if (turn !== turns.list) return;
  const rows = page.items.map(withPhone).map((item) => make("li", {},
    make("a", { href: `#${name}/${item.index}`, "aria-current": item.index === index && "true" }, ...view.row(item))));
  older = page.next;
  const next = older ? [make("li", {}, button("Show older ones", () => list(true)))] : [];
  if (more) {
    el("list").lastChild.remove();
    el("list").append(...rows, ...next);
  } else {
    const focused = document.activeElement && document.activeElement.getAttribute("href");
    el("list").replaceChildren(...(rows.length ? rows : [make("li", { class: "quiet tools" }, "Nothing yet.")]), ...next);
    const again = focused && [...el("list").querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
    if (again) again.focus();
  }
  el("state").textContent = page.total === undefined ? "" : `${page.total} in all`;
}

// The field that somebody writes in, which a refresh replaces
const writing = () => el("right").querySelector(".write input");

function sending(work) {
  return attempt(async () => {
    const text = writing().value;
    writing().value = "";
    try {
      await work(text);
    } catch (error) {
      if (writing() && !writing().value) writing().value = text;
      throw error;
    }
  });
}

const show = attempt(async () => {
  const [name, index] = place();
  const turn = (turns.show += 1);
  if (!index && name !== "faults") {
    el("right").replaceChildren(make("p", { class: "quiet" }, "Choose something on the left."), ...(views[name].tools || (() => []))());
    return;
  }
  const item = index && name !== "faults" ? withPhone(await call(`${name}/${index}`)) : null;
  const parts = await views[name].show(item);
  if (turn !== turns.show) return;
  const written = writing();  // read now, since somebody may have written while the parts were made
  const draft = written && el("right").dataset.of === location.hash && { text: written.value, focused: document.activeElement === written };
  el("right").replaceChildren(...parts);
  el("right").dataset.of = location.hash;
  if (draft && writing()) {
    writing().value = draft.text;
    if (draft.focused) writing().focus();
  }
});

function open() {
  const [name] = place();
  el("views").replaceChildren(...Object.entries(views).map(([key, view]) =>
    make("a", { href: `#${key}`, "aria-current": key === name && "page" }, view.title)));
  if (el("search").dataset.view !== name) {
    filter = {};
    el("search").dataset.view = name;
    el("search").replaceChildren(...views[name].fields.map(searchField));
  }
  attempt(() => list(false))();
  show();
}

function searchField(field) {
  const changed = (event) => { filter[field] = event.target.value; attempt(() => list(false))(); };
  const named = Object.keys(about.products).filter((name) => place()[0] !== "calls" || about.products[name].calls);
  const options = { product: ["", ...named], rejected: ["", "true", "false"] }[field];
  if (!options) return make("input", { type: "search", "aria-label": field, placeholder: field, oninput: changed });
  return make("select", { "aria-label": field, onchange: changed },
    options.map((option) => make("option", { value: option }, option ? `${field}: ${option}` : `any ${field}`)));
}

// Messages

async function conversation(item) {
  const page = await call(`messages?${query({ number: item.phone, product: item.product, limit: 100 })}`);
  const input = make("input", { "aria-label": "Reply as the phone", placeholder: `Write as ${item.phone}` });
  const send = sending((text) => call("reply", { message: item.index, text }));
  const writes = (about.products[item.product] || {}).replies;
  return [
    make("h2", {}, `${item.phone}, ${item.channel}`),
    ...page.items.reverse().map(withPhone).map(bubble),
    ...(writes ? [make("form", { class: "write", onsubmit: send }, input, make("button", {}, "Reply"))] : []),
  ];
}

function bubble(message) {
  const statuses = message.direction === "sent" ? (about.products[message.product] || {}).statuses || [] : [];
  const reach = (status) => call("set_status", { message: message.index, status });
  const select = make("select", { "aria-label": "Other status", onchange: attempt((event) => reach(event.target.value)) },
    make("option", { value: "" }, "other status"), statuses.slice(2).map((status) => make("option", {}, status)));
  const facts = [message.type, message.encoding && `${message.parts} part(s), encoded as ${message.encoding}`,
    message.direction === "sent" ? message.from : message.to, message.id].filter(Boolean);
  return make("article", { class: `bubble ${message.direction}`, "data-index": message.index },
    make("p", {}, message.text || message.type),
    make("div", { class: "tools" }, message.choices.map((choice) =>
      button(choice.text, () => call("tap", { message: message.index, choice: choice.postback_data })))),
    make("div", { class: "quiet" }, `${time(message.at)} · ${facts.join(" · ")}`),
    message.states.map((state) => make("div", { class: `quiet ${good(state.status) ? "good" : ""}` },
      `${state.status}${state.reason ? ` (${state.reason})` : ""} at ${time(state.at)}`)),
    (extras[message.product] || (() => []))(message),
    make("div", { class: "tools" }, statuses.slice(0, 2).map((status) => button(status, () => reach(status))),
      statuses.length > 2 ? select : null),
    fold("As requested", JSON.stringify(message.body, null, 2)));
}

addProduct("sms", (message) => (message.parameters ?
  [fold("Placeholders", JSON.stringify(message.parameters, null, 2))] : []));

addProduct("verification", (message) => [
  make("p", {}, message.type === "flashcall" ? "Number of the call: " : "Code: ", make("strong", { class: "code" }, message.code))]);

// Calls

const SPOKEN = ["say", "play", "playFiles", "park"];
const parties = (item) => `${item.from || "unknown"} to ${item.to}`;
const spoken = (item) => item.steps.filter((step) => SPOKEN.includes(step.name) && step.text);
const stateOf = (item) => (item.state === "over" ? [item.result, item.reason].filter(Boolean).join(", ") : item.state);

function showCall(item) {
  const act = (path, more = {}) => call(path, { call: item.index, ...more });
  const input = make("input", { "aria-label": "Keys", placeholder: "Keys to press", inputmode: "tel" });
  const press = sending((keys) => act("press", { keys }));
  const key = (text) => button(text, async () => {
    if (item.most_keys > 1) input.value += text;
    else await act("press", { keys: text });
  });
  const actions = { pick_up: "Pick up", reject_call: "Reject", stay_silent: "Press nothing", hang_up: "Hang up" };
  const buttons = Object.entries(actions).filter(([name]) => item.can.includes(name))
    .map(([name, text]) => button(text, () => act(name)));
  const keypad = item.can.includes("press") ? [
    make("div", { class: "keypad", role: "group", "aria-label": "Keypad" }, [..."123456789*0#"].map(key)),
    make("form", { class: "write", onsubmit: press }, input, make("button", {}, "Press"))] : [];
  return [
    make("h2", {}, parties(item)),
    make("p", {}, make("strong", { class: "state" }, stateOf(item)),
      make("span", { class: "quiet" }, ` · ${item.product} · ${time(item.at)} · ${item.id}`)),
    ...item.problems.map((problem) => make("p", { class: "bad" }, problem)),
    ...item.steps.map(showStep),
    ...item.recordings.map((recording) => make("p", {}, recording.running ? "Recording now: " : "Recorded: ",
      recording.destinationUrl || recording.name || "a file")),
    make("div", { class: "tools" }, buttons), ...keypad,
    fold("As the API has it", JSON.stringify(item.body, null, 2)),
  ];
}

function showStep(step) {
  if (step.name === "keys") return make("article", { class: "bubble received" }, make("p", {}, step.text));
  if (SPOKEN.includes(step.name)) {
    return make("article", { class: "bubble sent" }, make("p", {}, step.text || step.name), make("div", { class: "quiet" }, step.name));
  }
  return make("p", { class: "quiet" }, `${step.name} ${step.text}`);
}

async function callForm() {
  about = await call("");
  const product = make("select", { "aria-label": "Product" },
    Object.keys(about.products).filter((name) => about.products[name].calls).map((name) => make("option", {}, name)));
  const field = (label, value = "") => make("input", { "aria-label": label, placeholder: label, value, size: 40 });
  const from = field("From", "+12025550123");
  const to = field("To", "+12025550100");
  const service = make("select", { "aria-label": "Service" });
  const fill = () => {
    const found = Object.entries(about.products[product.value].services);
    service.replaceChildren(...found.map(([id, name]) => make("option", { value: id }, name)));
    service.parentElement.hidden = !found.length;
  };
  product.addEventListener("change", fill);
  const dial = button("Call", async () => {
    const made = await call("receive_call", { product: product.value, from: from.value, to: to.value,
      ...(service.value ? { service_id: service.value } : {}) });
    location.hash = `calls/${made.index}`;
  });
  el("right").replaceChildren(make("h2", {}, "Let somebody call"),
    ...[product, from, to, service].map((each) => make("div", { class: "tools" }, each)), dial);
  fill();
}

// Events

function kindOf(event) {
  let body = {};
  try { body = JSON.parse(event.body); } catch { return "event"; }
  const named = typeof body.event === "string" && body.event;
  return body.type || body.eventType || named || Object.keys(body).find((key) => typeof body[key] === "object" && body[key]) || "event";
}

function outcome(event) {
  const last = event.deliveries[event.deliveries.length - 1];
  if (!last) return make("span", {}, "not posted");
  return make("span", { class: good(last.status) ? "good" : "bad" }, String(last.status ?? "not reached"));
}

function showEvent(event) {
  return [
    make("h2", {}, `${kindOf(event)}, event ${event.index}`),
    make("div", { class: "tools" }, button("Send again", async () => {
      const again = await call("send_again", { event: event.index });
      location.hash = `events/${again.index}`;
    }), button("Send an event", eventForm)),
    make("h3", {}, "Request"),
    make("pre", {}, event.headers.map(([name, value]) => `${name}: ${value}`).join("\n")),
    make("pre", {}, pretty(event.body)),
    make("h3", {}, "Responses"),
    ...(event.deliveries.length ? event.deliveries.map((delivery) => make("div", {},
      make("div", { class: good(delivery.status) ? "good" : "bad" },
        `${delivery.status ?? "no response"} from ${delivery.url} after ${Math.round(delivery.seconds * 1000)} ms`),
      delivery.text ? make("pre", {}, delivery.text) : null)) :
      [make("p", { class: "quiet" }, "It was posted nowhere: set a callback URL, or a target under Faults and settings.")]),
  ];
}

async function eventForm() {
  const product = make("select", { "aria-label": "Product" },
    Object.keys(about.products).filter((name) => about.products[name].events.length).map((name) => make("option", {}, name)));
  const kind = make("select", { "aria-label": "Kind" });
  const body = make("textarea", { "aria-label": "Event", rows: 16, cols: 60 });
  let examples = {};
  const fill = () => { body.value = JSON.stringify(examples[kind.value], null, 2); };
  const load = attempt(async () => {
    examples = await call(`examples?${query({ product: product.value })}`);
    kind.replaceChildren(...Object.keys(examples).map((name) => make("option", {}, name)));
    fill();
  });
  product.addEventListener("change", load);
  kind.addEventListener("change", fill);
  const send = button("Send", async () => {
    const sent = await call("send_event", { product: product.value, body: JSON.parse(body.value) });
    location.hash = `events/${sent.index}`;
  });
  el("right").replaceChildren(make("h2", {}, "Send an event"), make("div", { class: "tools" }, product, kind), body,
    make("div", { class: "tools" }, send));
  await load();
}

// Requests

function showRequest(request) {
  return [
    make("h2", {}, request.operation_id || "Unknown operation"),
    make("p", { class: good(request.status) ? "good" : "bad" }, `Status: ${request.status ?? "no response"}`),
    ...request.problems.map((problem) => make("p", { class: "bad" }, problem)),
    ...request.warnings.map((warning) => make("p", {}, `ignored: ${warning}`)),
    make("pre", {}, `${request.method} ${request.raw_path}${request.raw_query ? `?${request.raw_query}` : ""}`),
    make("pre", {}, request.headers.filter(([name]) => name.toLowerCase() !== "authorization")
      .map(([name, value]) => `${name}: ${value}`).join("\n")),
    make("pre", {}, pretty(request.body)),
    make("h3", {}, "Response"),
    make("pre", { class: "response" }, pretty(request.response)),
  ];
}

// Numbers

function showNumber(number) {
  const finish = (status) => call("provision", { phone_number: number.phone_number, status }).then(show);
  return [
    make("h2", {}, number.phone_number),
    ...(number.waiting ? [make("div", { class: "tools" }, "Provisioning",
      button("Succeeds", () => finish("SUCCEEDED")), button("Fails", () => finish("FAILED")))] : []),
    make("pre", {}, JSON.stringify(number.body, null, 2)),
  ];
}

// Faults and settings

function faultRow(fault) {
  const what = fault.status || (fault.reset && `reset ${fault.reset}`) || (fault.delay && `delay ${fault.delay} s`) || "fault";
  return [make("div", { class: "row" }, make("strong", {}, fault.operation_id || "any operation"),
    button("Stop", async () => { await call("stop_fault", { fault: fault.index }); open(); })),
  make("div", { class: "quiet" }, `${what}, ${fault.times === null ? "until stopped" : `${fault.times - fault.used} more`}`)];
}

function faultForm() {
  const operation = make("select", { "aria-label": "Operation" }, make("option", { value: "" }, "any operation"),
    Object.values(about.products).flatMap((product) => product.operations).map((name) => make("option", {}, name)));
  const kinds = {
    "503 Service Unavailable": { status: 503 }, "429 Too Many Requests": { status: 429, retry_after: 2 },
    "500 Internal Server Error": { status: 500 }, "late by 5 seconds": { delay: 5 },
    "connection reset before": { reset: "before" }, "connection reset after": { reset: "after" },
    "response cut off": { truncate: true },
  };
  const kind = make("select", { "aria-label": "Fault" }, Object.keys(kinds).map((name) => make("option", {}, name)));
  const always = make("input", { type: "checkbox" });
  const add = (event) => call("fail", { ...kinds[kind.value], ...(operation.value ? { operation_id: operation.value } : {}),
    times: always.checked ? null : 1 }, event);
  const lenient = make("input", { type: "checkbox", onchange: attempt((event) => call("change_settings", { lenient: event.target.checked })) });
  lenient.checked = about.settings.lenient;
  const targets = make("input", { "aria-label": "Post events to", size: 40, placeholder: "http://127.0.0.1:8000/events" });
  const set = () => call("change_settings", { event_targets: Object.fromEntries(
    Object.keys(about.products).map((name) => [name, targets.value ? [targets.value] : []])) });
  const hours = (count) => button(`+ ${count} h`, async () => { await call("advance_clock", { seconds: count * 3600 }); });
  return [
    make("h2", {}, "Let requests fail"),
    make("div", { class: "tools" }, operation, kind, make("label", {}, always, "until stopped"), button("Add", add)),
    make("h2", {}, "Settings"),
    make("p", {}, make("label", {}, lenient, "ignore what the API descriptions do not know")),
    make("div", { class: "tools" }, targets, button("Post all events there", set)),
    make("div", { class: "tools" }, "Clock", hours(1), hours(24)),
    make("div", { class: "tools" }, button("Forget everything", () => call("clear", {}))),
  ];
}

// What happens

let waiting = null;
function refresh(what) {
  if (waiting) return;
  waiting = setTimeout(attempt(async () => {
    waiting = null;
    const [name, index] = place();
    if (["reset", "settings"].includes(what)) about = await call("");
    await list(false);
    if (index) await show();
  }), 100);
}

function watch() {
  const source = new EventSource(`${API}stream`);
  const kinds = ["message", "status", "call", "event", "delivery", "request", "fault", "settings", "reset"];
  for (const kind of kinds) source.addEventListener(kind, () => refresh(kind));
  source.addEventListener("ready", () => { document.body.dataset.live = "true"; refresh("reset"); });
  source.addEventListener("error", () => { el("state").textContent = "not connected"; });
}

document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...el("list").querySelectorAll("a")];
  const now = links.findIndex((link) => link.getAttribute("aria-current") === "true");
  if (event.key === "j" && links[now + 1]) links[now + 1].click();
  else if (event.key === "k" && now > 0) links[now - 1].click();
  else if (event.key === "r") { if (writing()) { event.preventDefault(); writing().focus(); } }
  else if (event.key === "/") { const input = el("search").querySelector("input"); if (input) { event.preventDefault(); input.focus(); } }
});

window.addEventListener("hashchange", open);
attempt(async () => {
  about = await call("");
  open();
  watch();
})();
