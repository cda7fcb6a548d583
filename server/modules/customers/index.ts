export {
  type Contact,
  contactKinds,
  type Customer,
  type CustomerChanges,
  type CustomerDetails,
  normaliseContact,
} from './customer.ts'
export {
  holdCustomers,
  insertContacts,
  insertCustomers,
  lockCustomers,
  type NewContactRow,
  type NewCustomerRow,
} from './customer-store.ts'
export { ensureCustomer } from './ensure-customer.ts'
export { findCustomer, findMembers, findSurvivor, holdSurvivor, type KnownCustomer } from './customer-view.ts'
export { blankCustomers } from './erasure-store.ts'
export { forgetCustomers, forgetKnownCustomer, lookUpCustomers, rememberCustomers } from './known-customers.ts'
export {
  addContactsOf,
  deleteContactsOfMerge,
  fillFrom,
  pointCustomers,
  takeBack,
  takeCustomerSeq,
} from './merging-store.ts'
export { noteDetails } from './note-details.ts'
export { getCustomer, listCustomers } from './read-customers.ts'
export { refuseEnded, updateCustomer } from './update-customer.ts'
