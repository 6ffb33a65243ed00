// "Talk to a person": how to reach the school now, and a form to be answered later.

import { element, form } from "./dom.js";
import { View } from "./view.js";

const LONGEST = { name: 100, contact: 200, question: 2000 };

export class PersonView extends View {
  constructor(panel) {
    super(panel, "person");
    this.body.append(...this.direct(), this.buildForm());
  }

  direct() {
    const school = this.panel.store.get("settings");
    if (!school) return [];
    const { name, phone, mail, hours } = school;
    return [
      element(
        "p",
        {},
        `${name}: `,
        element("a", { href: `tel:${phone.replace(/[^\d+]/g, "")}` }, phone),
        ", ",
        element("a", { href: `mailto:${mail}` }, mail),
        ". ",
        element("span", { lang: "en" }, hours),
      ),
    ];
  }

  buildForm() {
    const { strings } = this;
    this.fields = ["name", "contact", "question"].map((key) => {
      const input = element(key === "question" ? "textarea" : "input", {
        maxLength: LONGEST[key],
        autocomplete: key === "name" ? "name" : "on",
      });
      return this.field(key, input, "required");
    });
    this.fields[2].input.value = this.panel.input.value.trim();
    this.fields.push(this.field("consent", element("input", { type: "checkbox" }), "mustConsent"));
    return form(
      () => this.send(),
      { noValidate: true },
      element("p", {}, strings.say("personIntro")),
      ...this.fields.map((field) => field.line),
      element("button", { type: "submit" }, strings.say("submit")),
    );
  }

  field(key, input, complaint) {
    const { strings } = this;
    const error = element("p", { className: "error", id: `${key}-error` });
    Object.assign(input, { id: key, required: true });
    input.setAttribute("aria-describedby", error.id);
    const label = element("label", { htmlFor: key }, strings.say(key));
    const line = element("div", { className: `field ${key}` }, label, input, error);
    return { key, input, error, line, complaint: strings.say(complaint) };
  }

  check() {
    for (const { input, error, complaint } of this.fields) {
      const good = input.type === "checkbox" ? input.checked : input.value.trim();
      error.textContent = good ? "" : complaint;
      input.setAttribute("aria-invalid", String(!good));
    }
    const wrong = this.fields.find(({ error }) => error.textContent);
    wrong?.input.focus();
    return !wrong;
  }

  async send() {
    if (this.sending || !this.check()) return;
    const [name, contact, question] = this.fields.map(({ input }) => input.value.trim());
    this.sending = true;
    this.tell("");
    try {
      this.thank(await this.panel.api.handOff({ name, contact, question, consent: true }));
    } catch (failure) {
      this.complain(failure);
    }
    this.sending = false;
  }

  complain({ code, message }) {
    const field = this.fields.find(({ key }) => code === `bad_${key}`);
    if (!field) {
      this.tell(message || this.strings.say("failed"));
      return;
    }
    field.error.textContent = message;
    field.input.setAttribute("aria-invalid", "true");
    field.input.focus();
  }

  thank({ reference }) {
    this.head("handedOff");
    this.body.replaceChildren(
      element("p", {}, this.strings.say("reference", { reference })),
      ...this.direct(),
    );
    this.focus();
  }
}
