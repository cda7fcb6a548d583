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

const ana = { customer: 'player-2041', name: 'Ana Sousa', language: 'pt' }
const ben = { customer: 'player-1187', name: 'Ben Carter' }
const chloe = { customer: 'player-3310', name: 'Chloe Martin' }
const diego = { customer: 'player-2755', name: 'Diego Ruiz', language: 'es' }
const erin = { customer: 'player-1902', name: 'Erin Walsh' }

const payment = { category: 'payment_processing' } as const
const looking = 'Thank you for writing. I am looking into it now and come back to you here.'
const viendo = 'Gracias por avisar. Lo estoy mirando y le respondo aquí mismo.'
const vendo = 'Obrigada pelo aviso. Estou a verificar e respondo por aqui.'

/** Players of the games. */
export const playerRows: readonly StoryRow[] = [
  [334, 95, 'support', 'closed', { ...ben, channel: 'live-chat' }, 'Cannot join a ranked lobby after the update', looking, ['The client cached the old region list.', 'Told the player to refresh the client; region list now expires.', 'Joins ranked lobbies again.']],
  [318, 240, 'backend', 'closed', { ...diego, ...payment }, 'Depósito cobrado dos veces', viendo, ['A retry of the provider was taken for a new deposit.', 'Second booking reversed.', 'Devuelto; el saldo es correcto.']],
  [301, 62, 'support', 'closed', { ...chloe, category: 'user_system' }, 'Password mail never arrives', looking, ['Mail was held by the spam filter of the provider.', 'Address taken off the suppression list.', 'Mail arrives.']],
  [290, 180, 'manager', 'closed', { ...erin, category: 'security_event' }, 'Somebody signed in to my account from another country', looking, ['Password reused from a leaked site.', 'Sessions ended, password reset, second factor turned on.', 'Account is safe again.']],
  [266, 130, 'backend', 'closed', { ...ana, ...payment }, 'Levantamento pendente há três dias', vendo, ['Verification document had expired.', 'New document checked, payout released.', 'Levantamento pago.']],
  [242, 75, 'support', 'closed', { ...ben, channel: 'email' }, 'Bonus not visible after the tournament', looking, ['Bonus job skipped players who changed their name.', 'Job run again for the skipped ones.', 'Bonus credited.']],
  [215, 300, 'devops', 'closed', { ...chloe, category: 'infrastructure', affected: ['game-servers'] }, 'High latency on EU game servers', looking, ['One rack lost a network link.', 'Traffic moved, link replaced.', 'Latency is back to normal.']],
  [190, 110, 'backend', 'closed', { ...diego, ...payment, channel: 'live-chat' }, 'El pago con tarjeta falla siempre', viendo, ['The bank asks for 3-D Secure and the page timed out.', 'Time-out raised.', 'El pago funciona.']],
  [161, 50, 'support', 'closed', { ...erin }, 'How do I change my display name', looking, ['The menu is hard to find.', 'Explained where it is.', 'Name changed.']],
  [138, 210, 'backend', 'closed', { ...ana, category: 'user_system', channel: 'email' }, 'Conta bloqueada depois de trocar de telemóvel', vendo, ['Second factor was tied to the old phone.', 'Factor reset after an identity check.', 'Conta desbloqueada.']],
  [96, 140, 'integration', 'closed', { ...ben, category: 'provider_integration', affected: ['slots-provider'] }, 'Reels of one slot do not load', looking, ['The provider renamed an asset folder.', 'Path updated with the provider.', 'The slot loads.']],
  [70, 85, 'support', 'closed', { ...chloe, channel: 'live-chat' }, 'Friends list is empty since yesterday', looking, ['A cache node was lost.', 'Cache rebuilt.', 'Friends are listed again.']],
  [20, 150, 'backend', 'verifying', { ...diego, ...payment, priority: 'normal' }, 'Reembolso no llega a la tarjeta', viendo, ['Refund sent to an expired card.', 'Refund sent again to the new card.']],
  [5, 40, 'support', 'waiting_customer', { ...erin, channel: 'live-chat', priority: 'normal' }, 'Game closes when the match ends', 'Could you tell us the device and the version of the game?', []],
  [3, 55, 'backend', 'correcting', { ...ana, ...payment, priority: 'normal' }, 'Depósito MB Way não aparece', vendo, ['The confirmation of the provider arrived with another reference.']],
  [1.5, 20, 'support', 'assigned', { ...ben, channel: 'live-chat', priority: 'normal' }, 'Stuck at the loading screen', looking, []],
]

const studio = { customer: 'org-lumen-studio', name: 'Lumen Studio' }
const acquirer = { customer: 'org-cardway', name: 'Cardway' }
const arena = { customer: 'org-arena-ops', name: 'Arena Operations' }
const partnerChannel = { channel: 'partner' } as const

/** Companies that build on the platform. */
export const platformRows: readonly StoryRow[] = [
  [326, 420, 'integration', 'closed', { ...studio, category: 'api_integration', channel: 'api' }, '502 from the gateway on session start', looking, ['Header above the size limit.', 'Limit documented, header shortened by the studio.', 'Sessions start.']],
  [279, 260, 'devops', 'closed', { ...arena, category: 'infrastructure' }, 'Disk alert on reporting node', looking, ['Old exports were never removed.', 'Removal scheduled nightly.', 'Half of the disk is free.']],
  [254, 360, 'integration', 'closed', { ...acquirer, category: 'provider_integration', ...partnerChannel }, 'Settlement file has a new column', looking, ['Format version 4 since Monday.', 'Reader takes both versions.', 'Files are read.']],
  [228, 45, 'devops', 'closed', { ...arena, category: 'security_event' }, 'Login storm from one address range', looking, ['Credential stuffing.', 'Range limited, affected passwords reset.', 'No account was taken.']],
  [203, 600, 'backend', 'closed', { ...studio, category: 'user_system', type: 'service_request' }, 'Add a report of active players by country', looking, ['No such report yet.', 'Report added.', 'The report is in the list.']],
  [176, 170, 'integration', 'closed', { ...studio, category: 'api_integration', channel: 'api' }, 'Webhook signature differs for large bodies', looking, ['The studio signed the parsed body.', 'Example for raw bodies added to the guide.', 'Signatures match.']],
  [150, 330, 'devops', 'closed', { ...arena, category: 'infrastructure', priority: 'high' }, 'Tournament servers do not scale up', looking, ['Quota of the region was reached.', 'Quota raised, second region added.', 'Scales again.']],
  [120, 200, 'backend', 'closed', { ...acquirer, ...payment, ...partnerChannel }, 'Payouts of Friday were sent twice to the queue', looking, ['A worker was killed between send and record.', 'Worker records first now.', 'No payout was doubled.']],
  [30, 240, 'integration', 'waiting_partner', { ...acquirer, category: 'provider_integration', priority: 'low', ...partnerChannel }, 'Test card is declined in the sandbox', 'We asked the bank behind the sandbox and wait for their answer.', []],
  [16, 180, 'integration', 'diagnosing', { ...studio, category: 'api_integration', priority: 'low', channel: 'api' }, 'Rate limit headers are missing on one endpoint', looking, []],
  [12, 200, 'devops', 'correcting', { ...arena, category: 'infrastructure', priority: 'low' }, 'Old certificates in the staging store', looking, ['Renewal job lost its permission.']],
  [9, 150, 'backend', 'verifying', { ...studio, category: 'user_system', priority: 'normal' }, 'Accounts merged by mistake', looking, ['Two accounts shared one verified address.', 'Accounts taken apart again.']],
  [4, 30, 'devops', 'diagnosing', { ...arena, category: 'infrastructure', priority: 'normal' }, 'Metrics of one node arrive late', looking, []],
  [2, 15, 'support', 'created', { ...arena, priority: 'normal' }, 'Question about the maintenance window', looking, []],
  [0.8, 10, 'integration', 'created', { ...studio, channel: 'email', priority: 'normal' }, 'Which fields of the feed are required', looking, []],
]

const guest = (number: number, name: string, language: string) => ({
  customer: `guest-${number}`,
  name,
  language,
  category: 'user_system',
})

/** Guests of the restaurants. */
export const careRows: readonly StoryRow[] = [
  [143, 35, 'care', 'closed', { ...guest(81, 'Marta Gil', 'es'), orderId: '500120' }, 'Faltaba la bebida en el pedido', viendo, ['', '', 'Enviamos un vale por la bebida.']],
  [68, 25, 'partner', 'closed', { ...guest(82, 'Rui Pinto', 'pt'), orderId: '500121', channel: 'partner' }, 'Pedido chegou frio', vendo, ['', '', 'Valor devolvido.']],
  [46, 30, 'care', 'solved', { ...guest(83, 'Elena Soto', 'es') }, 'No puedo entrar en la aplicación', viendo, ['', '', 'Entra con el enlace nuevo.']],
  [25, 20, 'bot', 'solved', { ...guest(84, 'João Alves', 'pt'), orderId: '500122', channel: 'live-chat' }, 'Pedido cancelado, quando recebo o dinheiro?', vendo, ['', '', 'Devolução feita no mesmo dia.']],
  [22, 40, 'care', 'solved', { ...guest(85, 'Sara Moreno', 'es'), channel: 'email' }, 'Puntos que no aparecen', viendo, ['', '', 'Puntos sumados.']],
  [18, 28, 'partner', 'solved', { ...guest(86, 'Paulo Reis', 'pt'), channel: 'partner' }, 'Estafeta não encontrou a morada', vendo, ['', '', 'Entregue à segunda tentativa.']],
  [6.5, 30, 'care', 'solved', { ...guest(87, 'Nuria Vidal', 'es'), orderId: '500123' }, 'Me dieron otra ensalada', viendo, ['', '', 'Vale enviado.']],
  [1.7, 25, 'care', 'waiting_customer', { ...guest(88, 'Óscar Peña', 'es'), orderId: '500124' }, 'Falta la mitad del menú familiar', '¿Nos puede decir qué faltaba?', []],
  [0.6, 12, 'care', 'handling', { ...guest(89, 'Iris Lopes', 'pt'), ...payment, channel: 'live-chat' }, 'Cobrança em duplicado na aplicação', vendo, []],
]
