/** All that adapters may import. */
export type {
  Adapter,
  AdapterContext,
  Cause,
  ChatbotName,
  Connected,
  ConnectVerdict,
  Delivery,
  Destination,
  Effect,
  EscalationDesk,
  EscalationRef,
  Finding,
  InstallAdapter,
  Log,
  NewConnection,
  Outcome,
  Planned,
  PostedRef,
  Suppression,
  Verdict,
} from "./adapter.ts";
export {
  type ButtonValue,
  buttonValue,
  createReadPress,
  readButtonValue,
  type Verb,
  verbInWords,
  verbs,
  verbsFor,
} from "./channel-buttons.ts";
export { type ChannelCommand, createChannelCommands } from "./channel-commands.ts";
export { type CardLook, createChannelDeliver } from "./channel-deliver.ts";
export { createChannelPlan, effectsInChannel, isAbout } from "./channel-plan.ts";
export { ConfigurationError } from "./configuration-error.ts";
export { assertNever } from "./domain/assert-never.ts";
export type { Chatbot, Connection, RelayMode } from "./domain/chatbot.ts";
export { cleanText } from "./domain/clean-text.ts";
export type { Conversation } from "./domain/conversation.ts";
export { emailKey, isEmailAddress } from "./domain/email-address.ts";
export type { Escalation, Trigger } from "./domain/escalation.ts";
export { type ChatbotEvent, type ConversationEvent, type DeskEvent, isOfConversation } from "./domain/events.ts";
export type { ChatbotId, ConversationId, DeliveryId, EscalationId, EventId, SessionId } from "./domain/ids.ts";
export type { Message } from "./domain/message.ts";
export type { Block, Inline, MessageTree } from "./domain/message-tree.ts";
export type { EscalationNotice } from "./domain/notice.ts";
export type { Agent, Contact, Person, Surface, Visitor } from "./domain/people.ts";
export type { Recipient } from "./domain/recipients.ts";
export { treeToText } from "./domain/tree-to-text.ts";
export { createPace, type Pace, type Rate, sleep } from "./pace.ts";
export { type LineEvent, sentenceFor } from "./phrases/line.ts";
export { clockUtc, durationBetween } from "./phrases/moments.ts";
export { adapterInWords, placeOf } from "./phrases/places.ts";
export { silencedInWords } from "./phrases/silenced.ts";
export { cutText, oneLine, withoutHalf } from "./phrases/text.ts";
export { type Script, unknownCard, whatIsTrue } from "./phrases/truth.ts";
