export { type Order, orderStatuses } from './order.ts'
export { getOrder, listCustomerOrders, lookUpOrders } from './read-orders.ts'
export { saveOrder } from './save-order.ts'
