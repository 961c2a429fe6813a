// The browser checks. First the day's journey: sign in, see what is overdue, read why it is mine, complete it, undo. Then every
// page in both themes and two sizes: accessibility, sideways scroll, errors, strangers. Run by e2e/run.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const need = (name) => process.env[name] ?? stop(`${name} is not set: run e2e/run`);
const stop = (why) => { console.error(why); process.exit(2); };
const base = need("TENURE_URL").replace(/\/$/, "");
const member = { email: need("TENURE_EMAIL"), password: need("TENURE_PASSWORD"), name: need("TENURE_NAME") };
const administrator = { email: need("TENURE_ADMINISTRATOR"), password: member.password };
const shots = process.env.SHOTS === "1" ? new URL("./shots/", import.meta.url).pathname : null;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SIZES = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];
const THEMES = ["light", "dark"];
const ARGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

// ---- counting ----------------------------------------------------------------------------------------------------------
let passed = 0;
const failures = [];
const check = (where, ok, says) => {
  if (ok) { passed += 1; return true; }
  failures.push(`${where}: ${says}`);
  console.error(`FAILED ${where}: ${says}`);
  return false;
};
const part = async (where, run) => {
  try { await run(); } catch (error) { check(where, false, String(error.message ?? error).split("\n").slice(0, 4).join(" | ")); }
};
const must = (ok, says) => { if (!ok) throw new Error(says); };

// ---- what a page may not do: errors, failed requests, other hosts ----------------------------------------------------------
const watch = (page) => {
  const seen = [];
  page.on("console", (message) => { if (message.type() === "error") seen.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => seen.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    if (request.failure()?.errorText !== "net::ERR_ABORTED") seen.push(`request failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => { if (response.status() >= 400) seen.push(`${response.status()}: ${response.url()}`); });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${base}/`) && !url.startsWith("data:") && !url.startsWith("blob:")) seen.push(`another host: ${url}`);
  });
  return () => seen.splice(0);
};

const go = async (page, path) => {
  const answer = await page.goto(base + path, { waitUntil: "load" });
  must(answer === null || answer.ok(), `${path} answered ${answer?.status()}`);
  await page.evaluate(() => document.fonts.ready.then(() => true));
};

const signIn = async (page, who = member) => {
  await go(page, "/signin");
  await page.getByLabel("E-mail", { exact: true }).fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/today");
};

// ---- the journey -----------------------------------------------------------------------------------------------------------
const overdue = (page) => page.locator("section.bucket", { has: page.locator("h2", { hasText: /^\s*Overdue/ }) });
const overdueCount = async (page) => overdue(page).locator("li.task[data-row]").count();
const completeButton = (row) => row.getByRole("button", { name: /^Complete:/ });
/** What names one task for certain: its title and its account, as the row shows them. */
const rowText = async (row) => (await row.locator(".what").innerText()).replace(/\s+/g, " ").trim();
const overdueTexts = async (page) => {
  const texts = [];
  for (const row of await overdue(page).locator("li.task[data-row]").all()) texts.push(await rowText(row));
  return texts;
};

const journey = async (page) => {
  await signIn(page);
  check("sign in", new URL(page.url()).pathname === "/today", "does not land on /today");

  const before = await overdueTexts(page);
  must(before.length >= 1, "Today has no overdue task in the sample company");
  check("today", await completeButton(overdue(page).locator("li.task[data-row]").first()).count() === 1, "an overdue row has no button named Complete: ...");

  const row = overdue(page).locator("li.task[data-row]").first();
  const title = (await row.locator(".what a").first().innerText()).trim();
  await row.locator(".what a").first().click();
  await page.waitForURL("**/renewals/**");
  const why = page.locator(".whys p:visible");
  must(await why.count() >= 1, "the renewal shows no why");
  const reason = (await why.allInnerTexts()).join(" ");
  check("why", reason.includes("because"), `the why has no because: ${reason}`);
  check("why", reason.includes(member.name), `the why does not name ${member.name}: ${reason}`);

  const step = page.locator("ol.steps > li[data-state]").filter({ hasText: title }).filter({ has: page.locator("details.complete") }).first();
  must(await step.count() === 1, `no open step "${title}" with a Complete form`);
  await step.locator("details.complete > summary").click();
  await step.getByLabel("Evidence").fill("Spoke to the customer; both of us agreed the next step.");
  await step.getByRole("button", { name: "Complete step" }).click();
  await page.locator("[role=status] .toast, .toast[role=status]").first().waitFor();

  await go(page, "/today");
  const after = await overdueTexts(page);
  check("complete", after.length === before.length - 1, `overdue was ${before.length}, is ${after.length} after completing one`);
  const gone = before.find((text) => text.startsWith(title));
  check("complete", after.filter((text) => text === gone).length < before.filter((text) => text === gone).length, `"${gone}" is still overdue`);
  await undo(page);
  await several(page);
};

/** Ticks two steps of a grouped Today, puts them off together, sees what happened and takes both back at once. */
const several = async (page) => {
  await go(page, "/today?group=account");
  const picks = page.getByRole("checkbox", { name: /^Pick: / });
  check("several", await picks.count() >= 2, "fewer than two steps can be picked");
  for (const at of [0, 1]) await picks.nth(at).check();
  await page.getByRole("button", { name: "Put off the picked steps" }).click();
  await page.waitForURL("**/today/steps/delay**");
  check("several", await page.getByRole("checkbox", { checked: true }).count() === 2, "the question does not hold both steps");
  await page.getByLabel("There again on").fill("2026-11-24");
  await page.getByLabel("Why").fill("They are on holiday.");
  await page.getByRole("button", { name: "Put off", exact: true }).click();
  await page.waitForURL((url) => url.search === "?group=account");
  const undo = page.getByRole("button", { name: /^Undo/ });
  check("several", await undo.count() === 1, "what was done cannot be taken back");
  await undo.first().click();
  await page.locator("[role=status] .toast, .toast[role=status]", { hasText: "brought back" }).first().waitFor();
};

/** Completes a second task from Today itself and takes it back. A task that asks for evidence first opens its form. */
const undo = async (page) => {
  const before = await overdueCount(page);
  if (before === 0) { console.log("note: one overdue task only, undo not tried from Today"); return; }
  await completeButton(overdue(page).locator("li.task[data-row]").first()).click();
  const button = page.getByRole("button", { name: /^Undo/ });
  const evidence = page.getByLabel("Evidence").and(page.locator(":visible"));
  await button.or(evidence).first().waitFor();
  if (await button.count() === 0) {
    await evidence.first().fill("Agreed by telephone.");
    await page.getByRole("button", { name: "Complete step" }).and(page.locator(":visible")).first().click();
  }
  await button.first().waitFor();
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await button.first().click();
  await answered;
  await go(page, "/today");
  check("undo", await overdueCount(page) === before, `overdue was ${before}, is ${await overdueCount(page)} after undo`);
};

// ---- what a first user does by hand: real clicks, as an administrator ---------------------------------------------------------------
const press = async (page, name) => { await page.getByRole("link", { name, exact: true }).or(page.getByRole("button", { name, exact: true })).first().click(); };
const answer = async (page, button, toast) => {
  const sent = page.waitForResponse((response) => response.request().method() === "POST");
  await page.locator("form[method=post]").getByRole("button", { name: button, exact: true }).and(page.locator(":visible:not(.vh)")).first().click();
  const status = (await sent).status();
  if (toast) {
    const shown = page.locator("[role=status] .toast").first();
    await shown.waitFor();
    const text = await shown.innerText();
    check("verbs", text.includes(toast), `the toast says: ${text}`);
  }
  return status;
};

const verbs = async (page, account, contract) => {
  await go(page, account);
  await press(page, "Set risk");
  await page.getByLabel("Risk", { exact: true }).selectOption("red");
  await page.getByLabel(/^Why/).fill("The champion left for another company");
  await answer(page, "Set risk", "Risk is Red from today.");
  check("set risk", await page.getByText("The champion left for another company").count() >= 1, "the judgement is not on the page");

  await press(page, "Log activity");
  await page.getByLabel("Subject", { exact: true }).fill("They want a call with the new director");
  await answer(page, "Log activity", "was logged.");
  check("log activity", await page.locator(".contacts p.med").getByText("They want a call with the new director").count() === 1, "the contact is not on the page");

  await press(page, "Sign contract");
  await page.getByLabel("Contract number", { exact: true }).fill("E2E-1");
  await page.locator("[name=line0_product]").fill("Care platform");
  await page.locator("[name=line0_quantity]").fill("10");
  await page.locator("[name=line0_unit_price]").fill("1200");
  await answer(page, "Sign contract", "E2E-1 was signed");
  check("sign", new URL(page.url()).pathname === "/contracts/E2E-1", `signing leads to ${page.url()}`);
  check("sign", await page.getByText("12,000.00").count() >= 1, "the amount is not on the page");

  await press(page, "Amend");
  await page.getByLabel(/^Notice period/).fill("60");
  await answer(page, "Amend contract", "was amended");
  await press(page, "Amend");
  check("amend", await page.getByLabel(/^Notice period/).inputValue() === "60", "the notice period was not kept");

  await go(page, contract);
  const renewal = await page.locator("main td a.lead").first().getAttribute("href");
  await press(page, "Record notice");
  await answer(page, "Record notice", "Notice was recorded");
  await go(page, renewal);
  await press(page, "Lost");
  await page.getByLabel("Why they leave", { exact: true }).selectOption("price");
  await answer(page, "Close as lost", "was closed as lost.");
  check("close lost", await page.getByText("Churned").count() >= 1, "the outcome is not on the page");
  const undone = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await undone;
  await page.getByText("is open again.").first().waitFor();

  await go(page, renewal);
  await press(page, "Close it, step by step");
  check("guided close", await page.getByLabel("How was it decided?").inputValue() === "lost", "the notice does not suggest a loss");
  const move = async (name, heading) => {
    await page.getByRole("button", { name }).click();
    await page.getByRole("heading", { level: 2, name: heading, exact: true }).waitFor();
  };
  await move(/^Next/, "Terms");
  await move(/^Next/, "Why");
  await page.getByLabel("Why, as we class it").selectOption("price");
  await page.getByLabel("In the customer's own words").fill("Too dear for two sites.");
  await move(/^Next/, "What it teaches");
  await move("Back", "Why");
  check("guided close", await page.getByLabel("In the customer's own words").inputValue() === "Too dear for two sites.", "going back lost what was typed");
  for (const heading of ["What it teaches", "What we promised", "Plan into the next term", "Look over"]) await move(/^Next/, heading);
  check("guided close", await page.getByText("Churned.").count() >= 1, "what follows is not shown before it is written");
  await answer(page, "Close renewal", "was closed.");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await page.getByText("is open again.").first().waitFor();

  await go(page, "/people/priya");
  await press(page, "Leaves");
  const plan = await page.locator(".lede").innerText();
  check("leaver plan", plan.includes("up for renewal") && plan.includes("Goes to"), `the plan says: ${plan.slice(0, 200)}`);
  await page.locator("form.ask").getByRole("button", { name: /leaves after/ }).and(page.locator(":not(.vh)")).click();
  await page.getByText(/^Last day \d/).first().waitFor();
  check("leaver", await page.locator(".banner").getByText(/Last day/).count() === 1, "the page does not say that she left");
};

/** Settings: files are rehearsed and imported, a rate is looked at before it is saved. Pages of an import exist only while it lasts. */
const settings = async (page, every) => {
  const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await go(page, "/settings/import");
  await page.getByLabel("Files", { exact: true }).setInputFiles([
    csv("products.csv", "name,easy_setup,low_effort\nOre ledger,true,true\nDeep survey,perhaps,true\n"), csv("photo.png", "x"),
  ]);
  await page.getByRole("button", { name: "Rehearse the import", exact: true }).click();
  await page.waitForURL("**/settings/import/*");
  check("import", await page.getByText("Nothing is saved yet.").count() === 1, "the rehearsal does not say that nothing is saved");
  check("import", await page.getByRole("region", { name: "Refused rows" }).getByText("perhaps").count() === 1, "the refused value is not on the page");
  const rehearsal = new URL(page.url()).pathname;
  await every(rehearsal, "/settings/import/rehearsal");
  await page.setViewportSize(SIZES[0]);
  await page.getByLabel(/^Leave out what is refused/).check();
  await page.getByRole("button", { name: "Import these rows", exact: true }).click();
  await page.getByRole("heading", { name: "Imported", exact: true }).waitFor();
  await press(page, "See it in the log");
  check("import", await page.getByText("was imported").count() >= 1, "the log does not tell of it");

  await go(page, "/settings/rates");
  await press(page, "Add plan rate");
  await page.getByLabel("Year", { exact: true }).fill("2026");
  await page.getByLabel("Currency", { exact: true }).fill("EUR");
  await page.getByLabel("Rate", { exact: true }).fill("1.2");
  await page.getByRole("button", { name: "Show what would change", exact: true }).click();
  await page.getByText("What would change:").waitFor();
  await every(new URL(page.url()).pathname + new URL(page.url()).search, "/settings/plan-rates/previewed");
  await page.setViewportSize(SIZES[0]);
  await answer(page, "Save", "The plan rate 2026 EUR is saved.");
};

// ---- figures: from the headline to the movement that made it, and back to a question asked otherwise -----------------------------------
const numbers = async (page) => {
  await go(page, "/retention");
  const residual = await page.locator(".resid b").first().innerText();
  check("retention", residual === "Residual 0.00", `the residual says: ${residual}`);
  const drawn = await page.locator("svg.wf g").count();
  check("retention", drawn >= 7, `the waterfall has ${drawn} bars`);
  await page.locator("section", { has: page.locator("h2", { hasText: /^ARR, / }) }).getByText("Show as table", { exact: true }).click();
  await page.getByRole("link", { name: "Churn", exact: true }).first().click();
  await page.waitForURL("**/ledger?class=churn");
  check("ledger", await page.locator("tr[data-row]").count() > 0, "churn has no movement");
  const classes = await page.locator("tr[data-row] td:nth-child(3)").allInnerTexts();
  check("ledger", classes.every((text) => text.startsWith("Churn")), `the class is not narrowed: ${classes[0]}`);
  await page.goBack();
  await page.getByLabel("Period", { exact: true }).selectOption("24");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.waitForURL(/months=24/);
  check("retention", (await page.locator("h1 + .sub").innerText()).includes("2024 to"), "the period was not taken over");
  await page.getByRole("link", { name: "Customers", exact: true }).click();
  await page.waitForURL(/cohorts=logo/);
  check("cohorts", new URL(page.url()).searchParams.get("months") === "24", "the switch lost the question");
  await page.getByRole("link", { name: /^Customers and choices of Net revenue retention/ }).click();
  await page.getByLabel("Compare with", { exact: true }).selectOption("formula_nrr");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByRole("heading", { name: "Customers on which they differ" }).waitFor();
  const figures = await page.locator(".figs .v").count();
  check("metric", figures === 3, `${figures} figures are compared`);
  await go(page, "/retention");
  await page.locator("details.rules > summary").click();
  await page.getByLabel("Days of grace after a term", { exact: true }).fill("30");
  await page.getByRole("button", { name: "Apply rules", exact: true }).click();
  await page.waitForURL(/grace_days=30/);
  check("rules", (await page.locator("details.rules > summary").innerText()).includes("30 days of grace"), "the rule is not said");
};

/** The list of renewals as it stood: read only, and back again. */
const past = async (page) => {
  await go(page, "/renewals");
  await page.getByLabel("As of", { exact: true }).fill("2026-03-31");
  await page.getByLabel("as known on", { exact: true }).fill("2026-04-10");
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page.waitForURL(/known_on=2026-04-10/);
  check("renewals of then", (await page.locator(".banner").innerText()).includes("As it stood on 31 Mar 2026, as known on 10 Apr 2026"), "the banner does not say so");
  check("renewals of then", await page.locator("th", { hasText: "Next step" }).count() === 0, "it shows next steps of today");
  await page.getByRole("link", { name: "Show it as it is", exact: true }).click();
  await page.locator("th", { hasText: "Next step" }).waitFor();
};

/** Confirms the shipped rules of the ledger; figures say so. */
const rules = async (page, every) => {
  await go(page, "/settings/ledger-rules");
  check("ledger rules", await page.getByText("Not confirmed.").count() === 1, "they count as confirmed");
  await every("/settings/ledger-rules/change");
  await page.setViewportSize(SIZES[0]);
  await go(page, "/settings/ledger-rules");
  await press(page, "Look at them and confirm");
  await page.getByLabel("or above so many units", { exact: true }).fill("40");
  await answer(page, "Confirm these rules", "The ledger rules are saved.");
  await go(page, "/retention");
  check("ledger rules", (await page.locator("details.rules > summary").innerText()).includes("or 40 units"), "Retention does not say the rule");
};

/** A draft with a gap: shown, closed with one click, a rule added, then the plan that stands above the button. */
const policies = async (page, every) => {
  await every("/policy/models");
  await page.setViewportSize(SIZES[0]);
  await go(page, "/policy");
  await press(page, "Begin a draft");
  const text = page.locator("[name=text]");
  await text.fill((await text.inputValue()).replace("when = {}", "when = { atr = \"(25000..100000)\" }"));
  await page.getByLabel("What it is for").fill("Bounds that leave something out");
  await answer(page, "Begin draft", "D-1 was begun.");
  check("policy", await page.getByText("This policy cannot be activated:").count() === 1, "the gap is not told");
  check("policy", (await page.locator("tr.gaprow").innerText()).includes("ATR exactly 25,000.00 USD"), "the gap is not in the table");
  await every("/policy/drafts/D-1", "/policy/drafts/gap");
  await page.setViewportSize(SIZES[0]);
  await go(page, "/policy/drafts/D-1");
  await page.locator(".banner button").click();
  await page.getByText("The repair was made.").waitFor();
  check("policy", await page.locator("tr.gaprow").count() === 0, "the repair closes the gap");
  await press(page, "Add rule");
  await page.getByLabel("Name", { exact: true }).fill("public-sector");
  await page.locator("[name='when.segment']").fill("\"Public sector\"");
  await answer(page, "Add rule", "The rule was saved.");
  check("policy", await page.locator("#rule-public-sector").count() === 1, "the rule is not in the table");
  await every("/policy/drafts/D-1/rules/public-sector", "/policy/drafts/rule");
  await every("/policy/drafts/D-1/activation", "/policy/drafts/activation");
};

/** What the advisor says follows from an answer, and comes back when the answer is taken back. */
const advisor = async (page, every) => {
  await every("/advisor/answers");
  await page.setViewportSize(SIZES[0]);
  await go(page, "/advisor");
  const before = await page.locator("#advice-h").innerText();
  check("advisor", before.startsWith("It fits: "), `the sample has no recommendation: ${before}`);
  await press(page, "Answer the questions");
  const pay = page.locator("[name=pay]");
  const was = await pay.inputValue();
  await pay.selectOption("none");
  await answer(page, "Save answers", "The answers are saved.");
  check("advisor", (await page.locator("#aligned-h").locator("xpath=ancestor::section").innerText()).includes("Incentives, out of step."), "unpaid CSMs are in step");
  await press(page, "Answer the questions");
  await page.locator("[name=pay]").selectOption(was);
  await answer(page, "Save answers", "The answers are saved.");
  check("advisor", await page.locator("#advice-h").innerText() === before, "another answer came back");
};

/** A step of a playbook is moved: what would move is shown first, open renewals follow, and the text of before is published again. */
const playbooks = async (page, every) => {
  await every("/playbooks/joint-120/steps/signature-push");
  await page.setViewportSize(SIZES[0]);
  await go(page, "/playbooks");
  await press(page, "Joint 120");
  check("playbooks", await page.locator("#steps-h").count() === 1, "has no steps");
  await go(page, "/playbooks/joint-120/steps/signature-push");
  await page.getByLabel("Days", { exact: true }).fill("52");
  await page.getByLabel("Why", { exact: true }).fill("Signatures take longer.");
  await page.getByRole("button", { name: "Show what would move" }).click();
  await page.getByText("Nothing is published yet.").waitFor();
  check("playbooks", /\d+ of \d+ open renewals? would change/.test(await page.locator(".big-line").innerText()), "nothing would move");
  check("playbooks", await page.getByLabel("Days", { exact: true }).inputValue() === "52", "what was typed is lost");
  await answer(page, "Publish", "The playbook is published; open renewals follow it.");
  await every("/playbooks/joint-120", "/playbooks/published");
  await page.setViewportSize(SIZES[0]);
  await go(page, "/playbooks/joint-120/text?version=1");
  await page.getByLabel("Why", { exact: true }).fill("As before.");
  await answer(page, "Publish", "The playbook is published; open renewals follow it.");
};

/** A step is put off and brought back, given away and taken back. */
const steps = async (page, every) => {
  await go(page, "/today");
  await page.locator('li.task a[href*="#step-"]').first().click();
  await page.getByRole("link", { name: /^Put off/ }).first().click();
  const delay = new URL(page.url()).pathname;
  await every(delay, "/renewals/step/delay");
  await page.setViewportSize(SIZES[0]);
  await go(page, delay);
  await page.getByLabel("There again on").fill("2026-11-24");
  await page.getByLabel("Why", { exact: true }).fill("They are on holiday.");
  await answer(page, "Put off", "The step is put off until 24 Nov 2026.");
  await page.getByRole("link", { name: /^Bring back/ }).first().click();
  await answer(page, "Bring back", "The step is in the queue again.");
  await page.getByRole("link", { name: /^Give to somebody/ }).first().click();
  await page.getByLabel("To", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("Why", { exact: true }).fill("Knows their trade.");
  await answer(page, "Give", "The step is given.");
  await page.getByRole("link", { name: /^Take back/ }).first().click();
  await answer(page, "Take back", "The step is the holder's again.");
};

/** Seals what Retention shows; only an administrator may. */
const seals = async (page) => {
  await go(page, "/retention?as_of=2026-10-31&known_on=2026-11-10");
  await press(page, "Seal this report");
  await page.getByLabel("Title", { exact: true }).fill("Board, October");
  await answer(page, "Seal report", "Sealed as S-1.");
  check("seal", await page.locator(".banner").getByText("The same comes out again").count() === 1, "the seal is not proven");
  await press(page, "What changed since");
  check("seal", new URL(page.url()).searchParams.get("then") === "2026-11-10", `it leads to ${page.url()}`);
};

/** A CSQL is raised, accepted and lost, and opened again; one of the sample waits too long and is a finding. */
const expands = async (page, every, account) => {
  await go(page, "/expansions");
  check("csqls", (await page.locator("tr[data-state=late]").count()) === 1, "not one CSQL is overdue in the sample company");
  await every("/expansions?state=all", "/expansions/all");
  await every(`${account}/expansions/new`, "/expansions/raise");
  await page.setViewportSize(SIZES[0]);
  await go(page, `${account}/expansions/new`);
  await page.getByLabel("Type", { exact: true }).selectOption("cross_sell");
  await page.getByLabel("Expected ARR", { exact: true }).fill("64,000");
  await page.getByLabel("What, and how you know", { exact: true }).fill("Their second site asked for it at the review");
  await page.getByLabel("Found by", { exact: true }).selectOption("priya");
  await page.getByRole("button", { name: "Raise it", exact: true }).last().click();
  await page.waitForURL(/\/expansions\/E-\d+$/);
  const place = new URL(page.url()).pathname;
  check("csql", (await page.locator(".banner").innerText()).includes("is to accept or reject it by"), "does not say who answers");
  await every(place, "/expansions/one");
  for (const verb of ["acceptance", "refusal", "withdrawal", "correction", "reassignments/new"]) await every(`${place}/${verb}`, `/expansions/one/${verb}`);
  await page.setViewportSize(SIZES[0]);
  await go(page, `${place}/acceptance`);
  await answer(page, "Accept", `${place.split("/").pop()} was accepted.`);
  await every(`${place}/win`, "/expansions/one/win");
  await page.setViewportSize(SIZES[0]);
  await go(page, `${place}/loss`);
  await page.getByLabel("Why", { exact: true }).fill("No budget this year");
  await answer(page, "Close as lost", `${place.split("/").pop()} was closed as lost.`);
  await every(`${place}/reopening`, "/expansions/one/reopening");
};

/** What a customer got, who decides there, what it objects to and what it was promised. */
const room = async (page, every, account) => {
  await go(page, "/accounts/A-1/value");
  check("value", (await page.locator(".values [data-said=no]").count()) > 0 && (await page.locator(".values [data-said=yes]").count()) > 0, "does not tell confirmed from unconfirmed");
  await every("/accounts/A-1/value", "/accounts/value");
  await every("/accounts/A-1/stakeholders", "/accounts/stakeholders");
  for (const kind of ["outcome", "roi", "win", "quality"]) await every(`${account}/value/new/${kind}`, `/accounts/value/new/${kind}`);
  await page.setViewportSize(SIZES[0]);
  await go(page, `${account}/value/new/roi`);
  await page.getByLabel("In one line", { exact: true }).fill("Calls that nobody had to make");
  await page.getByLabel("Factors, one on each line", { exact: true }).fill("Calls: 12 a week\nMinutes: 20 a call\nRate: 0.50 USD a minute");
  await answer(page, "Claim a return", "Return was written down.");
  check("return", await page.getByText("120.00").count() > 0, "the factors do not come to 120.00");
  for (const verb of ["objections/new", "commitments/new"]) await every(`${account}/${verb}`, `/accounts/${verb}`);
  await page.setViewportSize(SIZES[0]);
  await go(page, `${account}/commitments/new`);
  await page.getByLabel("What was promised", { exact: true }).fill("A visit in January");
  await answer(page, "Add commitment", "The commitment was written down.");
};

/** A handoff that waits: what the receiver should know, the meeting, the acceptance. Only an administrator may do both. */
const handsOver = async (page, every) => {
  await go(page, "/handoffs");
  const late = await page.locator("tr[data-state=late]").count();
  check("handoffs", late >= 1, "no handoff is overdue in the sample company");
  const first = page.locator("tr[data-row]", { hasText: "Not met yet" }).first();
  await first.locator("a").first().click();
  await page.waitForURL(/\/handoffs\/R-\d+-H\d+$/);
  const place = new URL(page.url()).pathname;
  check("handoff", (await page.locator(".banner").innerText()).includes("stays accountable until"), "does not say who is accountable");
  await every(place, "/handoffs/one");
  for (const verb of ["meeting", "refusal", "waiver"]) await every(`${place}/${verb}`, `/handoffs/one/${verb}`);
  await page.setViewportSize(SIZES[0]);
  await go(page, `${place}/meeting`);
  await page.getByLabel("Subject", { exact: true }).fill("Introduced the new CSM");
  await page.locator("input[name=theirs]").first().check();
  await answer(page, "Record meeting", "The meeting was recorded.");
  await press(page, "Accept");
  await every(new URL(page.url()).pathname, "/handoffs/one/acceptance");
  await page.setViewportSize(SIZES[0]);
  await answer(page, "Accept", "Accepted: it is the receiver's from today.");
};

// ---- every page, both themes, both sizes -------------------------------------------------------------------------------------
const firstLink = async (page, list, pattern) => {
  await go(page, list);
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map((link) => new URL(link.href).pathname));
  return links.find((path) => pattern.test(path)) ?? null;
};

const widthOf = (page) => page.evaluate(() => ({ page: document.documentElement.scrollWidth, window: document.documentElement.clientWidth }));

/** The elements that stick out most, for the message. */
const wide = (page) => page.evaluate(() => {
  const edge = document.documentElement.clientWidth;
  const inBox = (at) => { for (let up = at.parentElement; up && up !== document.body; up = up.parentElement) if (getComputedStyle(up).overflowX !== "visible") return true; return false; };
  const out = [...document.body.querySelectorAll("*")].filter((at) => at.getBoundingClientRect().right > edge + 1 && !inBox(at));
  return out.slice(0, 4).map((at) => `${at.tagName.toLowerCase()}.${[...at.classList].join(".")} to ${Math.round(at.getBoundingClientRect().right)}`).join(", ");
});

const noSidewaysScroll = async (page, where) => {
  const width = await widthOf(page);
  const ok = width.page <= width.window;
  check(where, ok, ok ? "" : `the page is ${width.page} wide in ${width.window}: ${await wide(page)}`);
};

const accessible = async (page, where) => {
  const result = await page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`));
  }, RULES);
  check(where, result.length === 0, result.slice(0, 8).join("\n    ") + (result.length > 8 ? `\n    and ${result.length - 8} more` : ""));
};

const lookAt = async (page, seen, [path, name], theme, size) => {
  const where = `${name} ${theme} ${size.width}x${size.height}`;
  await part(where, async () => {
    seen();
    await page.setViewportSize(size);
    await go(page, path);
    const set = await page.evaluate(() => document.documentElement.dataset.theme);
    check(where, set === theme, `the kept theme was not applied: data-theme is ${set}`);
    await accessible(page, where);
    await noSidewaysScroll(page, where);
    if (size.width === 390) {
      await page.setViewportSize({ width: 320, height: size.height });
      await noSidewaysScroll(page, `${name} ${theme} 320x${size.height}`);
      await page.setViewportSize(size);
    }
    if (shots) await page.screenshot({ path: `${shots}${name.slice(1).replace(/\W+/g, "-") || "root"}-${theme}-${size.width}.png`, fullPage: size.width === 390 });
    const complaints = seen();
    check(where, complaints.length === 0, complaints.join("\n    "));
  });
};

const main = async () => {
  if (shots) await mkdir(shots, { recursive: true });
  const context = await chromium.launchPersistentContext(need("PROFILE"), { executablePath: need("CHROMIUM"), args: ARGS, viewport: SIZES[0] });
  context.setDefaultTimeout(15000);
  const page = context.pages()[0] ?? (await context.newPage());
  const seen = watch(page);
  // axe is set in place before the page's own scripts, by the browser and not by a script element, so the content policy stays strict.
  await page.addInitScript(axe);
  await page.addInitScript(() => { const theme = sessionStorage.getItem("theme"); if (theme) localStorage.setItem("tenure-theme", theme); });

  /** `name` says which page it is where the address is of one time only. */
  const every = async (path, name = path) => {
    for (const theme of THEMES) {
      await page.evaluate((theme) => sessionStorage.setItem("theme", theme), theme);
      for (const size of SIZES) await lookAt(page, seen, [path, name], theme, size);
    }
  };

  await part("/signin", async () => { await go(page, "/signin"); await every("/signin"); });
  await page.setViewportSize(SIZES[0]);
  await part("journey", () => journey(page));
  const complaints = seen();
  check("journey", complaints.length === 0, complaints.join("\n    "));

  const renewal = await firstLink(page, "/renewals", /^\/renewals\/[^/]+$/).catch(() => null);
  const account = await firstLink(page, "/accounts", /^\/accounts\/[^/]+$/).catch(() => null);
  check("/renewals", renewal !== null, "has no link to a renewal");
  check("/accounts", account !== null, "has no link to an account");
  await page.setViewportSize(SIZES[0]);
  await part("numbers", () => numbers(page));
  await part("past", () => past(page));
  const figures = ["/retention", "/retention?cohorts=gross&returning=new&grace_days=30&lapse_days_to_new=180", "/retention/restatement", "/metrics", "/metrics/cohort_nrr?by=segment", "/metrics/cohort_nrr?versus=baremetrics_nrr", "/ledger", "/ledger?class=fx", "/retention?money=dated", "/reports", "/renewals?as_of=2026-03-31&known_on=2026-04-10"];
  for (const path of [...figures, "/today", "/today?group=account", "/today?group=step&of=team", "/renewals", renewal, "/handoffs", "/handoffs?show=all", "/expansions", "/accounts", account, "/people", "/people/priya", "/workload", "/workload?as_of=2026-10-31&known_on=2026-11-10", "/advisor", "/policy", "/playbooks", "/playbooks/classic-90", "/reviews", "/reviews?person=priya", "/notices", "/notices/preferences", "/outcomes", "/forecast", "/forecast/team", "/forecast/accuracy", "/findings", "/settings"]) {
    if (path) await every(path);
  }
  await part("verbs", async () => {
    await page.context().clearCookies();
    await signIn(page, administrator);
    const contract = await firstLink(page, account, /^\/contracts\/[^/]+$/);
    must(contract !== null, `${account} has no link to a contract`);
    const asked = [
      contract, `${contract}/renewal`, `${contract}/amendment`, `${contract}/notice`, `${contract}/cancellation`, `${account}/risk`, `${account}/team`,
      `${account}/stakeholders/new`, `${account}/activities/new`, `${account}/contracts/new`, `${account}/merger`, `${renewal}/reassignments/new`,
      `${renewal}/lost`, `${renewal}/close`, account, "/settings", "/settings/import", "/settings/rates", "/settings/ledger-rules", "/settings/organisation", "/settings/organisation/change", "/settings/handoff-clocks", "/settings/handoff-clocks/change", "/settings/discount-authority", "/settings/discount-authority/change", "/settings/care", "/settings/care/change", "/settings/jobs", "/settings/channels", "/settings/channels/new", "/notices/preferences/change", "/settings/holidays", "/settings/products", "/settings/plan-rates/new", "/settings/holidays/public", `${account}/comments/new`, `${account}/documents/new`,
      "/settings/products/new", "/settings/fields", "/settings/fields/new", "/people/priya/profile", "/accounts/A-1/fields", "/people/priya/leaving", "/people/priya/absences/new", "/people/new",
    ];
    for (const path of asked) await every(path);
    await page.setViewportSize(SIZES[0]);
    await verbs(page, account, contract);
    await rules(page, every);
    await part("policies", () => policies(page, every));
    await part("advisor", () => advisor(page, every));
    await part("playbooks", () => playbooks(page, every));
    await part("steps", () => steps(page, every));
    await every("/settings/ledger-rules", "/settings/ledger-rules/confirmed");
    await page.setViewportSize(SIZES[0]);
    await seals(page);
    await handsOver(page, every);
    await expands(page, every, account);
    await room(page, every, account);
    for (const path of ["/reports", "/reports/S-1", "/reports/new"]) await every(path);
    await settings(page, every);
    const said = seen();
    check("verbs", said.length === 0, said.join("\n    "));
  });
  await context.close();
};

await main().catch((error) => check("e2e", false, error.stack ?? String(error)));
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
