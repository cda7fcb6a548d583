import { queryOptions } from '@tanstack/react-query'
import type { Customer, Order } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

/** A customer's profile. */
export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.customer(id),
    queryFn: ({ signal }) => api.request<Customer>({ method: 'GET', path: `/v1/customers/${id}`, signal }),
    retry: false,
  })

/** A customer's orders, the latest first. */
export const ordersQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.customerOrders(id),
    queryFn: ({ signal }) =>
      api.request<{ data: Order[] }>({ method: 'GET', path: `/v1/customers/${id}/orders`, signal }),
    retry: false,
  })
