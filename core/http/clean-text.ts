export { cleanText } from "../domain/clean-text.ts";
