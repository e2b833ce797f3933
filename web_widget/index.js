// @ts-check
/** Defines the tag: `<script type="module" src="…/widget/index.js">` and `<quanquan-assistant>` are all a page needs. */
import { QuanquanAssistant } from "./element.js";

if (!customElements.get("quanquan-assistant")) customElements.define("quanquan-assistant", QuanquanAssistant);
