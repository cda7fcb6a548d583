import type { enRecurring } from './en-recurring.ts'

/** Español para los asuntos que se repiten. */
export const esRecurring: Record<keyof typeof enRecurring, string> = {
  'recurring.again': 'Clientes de nuevo',
  'recurring.all': 'Mostrar los {n}',
  'recurring.basis':
    '{n} tickets comparados: {single} de ningún asunto repetido; {excluded} excluidos, fusionados o anteriores a los últimos 20.000.',
  'recurring.customers': 'Clientes',
  'recurring.last': 'último {time}',
  'recurring.latest.one': '{count} ticket',
  'recurring.latest.other': 'Últimos {count} tickets',
  'recurring.link': 'Vincular a un problema',
  'recurring.linkAgain': 'Vincular de nuevo',
  'recurring.linkLead.one': 'El ticket de «{issue}» se vinculará como causado por el ticket que elija.',
  'recurring.linkLead.other': 'Los {count} tickets de «{issue}» se vincularán como causados por el ticket que elija.',
  'recurring.linked.one': '{count} ticket está vinculado al problema.',
  'recurring.linked.other': '{count} tickets están vinculados al problema.',
  'recurring.linkedOf': '{linked} de {n} vinculados',
  'recurring.none': 'Ningún asunto surgió tres veces o más en este tiempo.',
  'recurring.problem': 'Ticket del problema',
  'recurring.reopened': 'Reabiertos',
  'recurring.surge': 'En alza: {seen} en 4 h, {expected} esperados',
  'recurring.surgeText': 'Tantos por azar a estas horas de la semana: p = {p}.',
  'recurring.tickets': 'Tickets',
  'recurring.work': 'Tiempo de trabajo',
  'reports.tab.recurring': 'Repetidos',
}
