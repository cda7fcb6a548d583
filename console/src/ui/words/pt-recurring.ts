import type { enRecurring } from './en-recurring.ts'

/** Português para os assuntos que se repetem. */
export const ptRecurring: Record<keyof typeof enRecurring, string> = {
  'recurring.again': 'Clientes de novo',
  'recurring.all': 'Mostrar todos os {n}',
  'recurring.basis':
    '{n} tickets comparados: {single} de nenhum assunto repetido; {excluded} excluídos, unidos ou anteriores aos últimos 20 000.',
  'recurring.customers': 'Clientes',
  'recurring.last': 'último {time}',
  'recurring.latest.one': '{count} ticket',
  'recurring.latest.other': 'Últimos {count} tickets',
  'recurring.link': 'Ligar a um problema',
  'recurring.linkAgain': 'Ligar de novo',
  'recurring.linkLead.one': 'O ticket de “{issue}” será ligado como causado pelo ticket que escolher.',
  'recurring.linkLead.other': 'Os {count} tickets de “{issue}” serão ligados como causados pelo ticket que escolher.',
  'recurring.linked.one': '{count} ticket está ligado ao problema.',
  'recurring.linked.other': '{count} tickets estão ligados ao problema.',
  'recurring.linkedOf': '{linked} de {n} ligados',
  'recurring.none': 'Nenhum assunto surgiu três vezes ou mais neste tempo.',
  'recurring.problem': 'Ticket do problema',
  'recurring.reopened': 'Reabertos',
  'recurring.surge': 'Em alta: {seen} em 4 h, {expected} esperados',
  'recurring.surgeText': 'Tantos por acaso a estas horas da semana: p = {p}.',
  'recurring.tickets': 'Tickets',
  'recurring.work': 'Tempo de trabalho',
  'reports.tab.recurring': 'Repetidos',
}
