import { createContext, use } from 'react'
import type { Customer } from '@switchyard/sdk'

type OpenNewTicket = (customer: Customer | null) => void

/** Set by the frame: opens the dialog of a new ticket, for this customer or one to be chosen. Null = who may not. */
export const OpenNewTicketContext = createContext<OpenNewTicket | null>(null)

/** For the screens inside the frame. */
export function useOpenNewTicket(): OpenNewTicket | null {
  return use(OpenNewTicketContext)
}
