/**
 * Kinds of load, the first shed last: health and figures (never), taking offers, chat messages, new tickets, lists,
 * reports (reliability.md 3.14).
 */
export const loadClasses = ['service', 'accept', 'message', 'create', 'list', 'report'] as const

export type LoadClass = (typeof loadClasses)[number]
