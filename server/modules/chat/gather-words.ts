import { createGathering, type Gathered } from '../../platform/gathering.ts'
import type { SaidInChat } from './said.ts'

/** A plain message: words, and nothing to look up beside its chat. */
export interface Word {
  readonly chatId: string
  readonly body: string
  readonly clientId: string | null
  readonly asCustomer: boolean
}

/** `alone`: it is not plain after all, and is to be said in a transaction of its own. */
export interface WaitingWord extends Gathered<SaidInChat | 'alone'> {
  readonly word: Word
}

/**
 * Says a word together with what is said in other chats of the workspace at the same time; each chat is in one batch at a
 * time, so its words keep their order.
 */
export const gatherWord = createGathering<SaidInChat | 'alone', WaitingWord>({
  name: 'chat.words',
  largestBatch: 250,
  subjectOf: ({ word }) => word.chatId,
})
