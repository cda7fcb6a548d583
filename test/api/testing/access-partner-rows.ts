import { type AccessRow, row } from './access-row.ts'

/** Markets and the hand-off to partners: who may do what there. Columns as in the table of access. */
export const partnerRows: Readonly<Record<string, AccessRow>> = {
  // Markets, stores and partners belong to no channel and no queue; a partner and a customer have no business there.
  listMarkets: row('market:read', 'in in 403 403 403 in'),
  getMarket: row('market:read', 'in in 403 403 403 in', { absent: 200 }),
  checkMarket: row('market:read', 'in in 403 403 403 in'),
  planMarket: row('market:read', 'in in 403 403 403 in'),
  tryRequest: row('market:read', 'in in 403 403 403 in'),
  publishMarket: row('market:write', 'in in 403 403 403 403', { absent: null }),
  listStores: row('market:read', 'in in 403 403 403 in'),
  getStore: row('market:read', 'in in 403 403 403 in', { absent: 200 }),
  saveStore: row('market:write', 'in in 403 403 403 403', { absent: null }),
  listSupportCategories: row('market:read', 'in in 403 403 403 in', { absent: 200 }),
  submitSupportRequest: row('ticket:write', 'in in 403 in in 403'),
  listHandoffs: row('market:read', 'in in 403 403 403 in'),
  listPartners: row('market:read', 'in in 403 403 403 in'),
  createPartner: row('market:write', 'in in 403 403 403 403'),
  createIntegration: row('market:write', '403 403 403 403 403 403', { lacking: [['market:write'], ['token:write']] }),
  listSubscriptions: row('market:read', 'in in 403 403 403 in', { absent: 200 }),
  saveSubscription: row('market:write', 'in in 403 403 403 403'),
  listSubscriptionDeliveries: row('market:read', 'in in 403 403 403 in'),
  deleteSubscription: row('market:write', 'in in 403 403 403 403'),
  // A partner's own side: who is none has nothing there.
  submitPartnerTicket: row('partner:act', '403 403 403 in 403 403', {
    lacking: [['partner:act'], ['ticket:write']],
    admin: 403,
  }),
  listPartnerTickets: row('partner:act', 'void void 403 void 403 403', { admin: 'void' }),
  getPartnerTicket: row('partner:act', '404 404 403 404 403 403', { admin: 404 }),
  updatePartnerTicket: row('partner:act', '404 404 403 404 403 403', { admin: 404 }),
  listPartnerDeliveries: row('partner:act', 'void void 403 void 403 403', { admin: 'void' }),
  getPartnerDelivery: row('partner:act', '404 404 403 404 403 403', { admin: 404 }),
  replayPartnerDelivery: row('partner:act', '404 404 403 404 403 403', { admin: 404 }),
  listPartnerWebhooks: row('partner:act', 'void void 403 void 403 403', { admin: 'void' }),
  savePartnerWebhook: row('partner:act', '403 403 403 403 403 403', { admin: 403 }),
  startCertification: row('partner:act', '403 403 403 403 403 403', { admin: 403 }),
  listPartnerCertifications: row('partner:act', 'void void 403 void 403 403', { admin: 'void' }),
  getPartnerCertification: row('partner:act', '404 404 403 404 403 403', { admin: 404 }),
  listCertifications: row('market:read', 'in in 403 403 403 in', { absent: 200 }),
  getCertification: row('market:read', 'in in 403 403 403 in'),
  deletePartnerWebhook: row('partner:act', '403 403 403 403 403 403', { admin: 403 }),
}
