// The script a school puts on its page: defines <school-chat>.

import { SchoolChat } from "./school-chat.js";

// A page may load the script twice; the first one stays.
if (!customElements.get("school-chat")) customElements.define("school-chat", SchoolChat);
