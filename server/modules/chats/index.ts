export {
  type Chat,
  type ChatEnder,
  chatEnders,
  type ChatEndReason,
  chatStatusOf,
  chatEndReasons,
  chatStatuses,
  type ChatStatus,
  placeOfChat,
  type ShownChat,
} from './chat.ts'
export { placeInChat } from './chat-message-store.ts'
export { findPlaceByClientId, listPlaces, listPlacesOf, type PlacedMessage } from './chat-message-view.ts'
export { answerChat, insertChat, saveRating } from './chat-store.ts'
export {
  type ChatFilter,
  findChat,
  findChatRatings,
  findLiveChat,
  findShownChat,
  findShownChats,
  listShownChats,
} from './chat-view.ts'
export { type ChatSide, noteCustomers, noteRead } from './chat-presence-store.ts'
export { endChatOf } from './end-chat-of.ts'
export { noteRedacted, type RedactedPlace } from './redaction-store.ts'
export { blankChats } from './erasure-store.ts'
export { countInChats, insertPlaces, type PlaceRow, type SpokenChatRow } from './said-rows-store.ts'
export { presentChat } from './present-chat.ts'
