import type { TicketRequest } from '../../modules/intake/index.ts'
import type { Reach } from './story.ts'

type Asked = Pick<TicketRequest, 'channel' | 'category' | 'type' | 'priority' | 'orderId' | 'affected'>
type Optional<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/**
 * Hours ago, minutes until its last step, agent, how far it came, what was asked and by whom, summary, first reply,
 * and cause, correction and resolution (guests: the last alone).
 */
export type StoryRow = readonly [
  number,
  number,
  string,
  Reach,
  Optional<Asked> & { readonly customer: string; readonly name: string; readonly language?: string },
  string,
  string,
  readonly string[],
]

/** What asks for the payments queue. */
export const payment = { category: 'payment_processing' } as const

/** First replies. */
export const looking = 'Thank you for writing. I am looking into it now and come back to you here.'
export const viendo = 'Gracias por avisar. Lo estoy mirando y le respondo aquí mismo.'
export const vendo = 'Obrigada pelo aviso. Estou a verificar e respondo por aqui.'
