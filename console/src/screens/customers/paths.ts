// Addresses of these screens.
export const LIST = "/customers";
export const SUGGESTIONS = "/customers/suggestions";
/** All that is known of one, as JSON lines; the audit log keeps who asked. */
export const EXPORT = (id: string) => `/api/v1/customers/${id}/export`;
export const personPath = (id: string) => `/customers/${id}`;
