import type { components } from './schema.gen.d.ts'

/** A live conversation, as the API answers it. */
export type Chat = components['schemas']['Chat']
/** What was said in a chat; `seq` is its place there. */
export type ChatMessage = components['schemas']['ChatMessage']
