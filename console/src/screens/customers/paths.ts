// Addresses of these screens.
export const LIST = "/customers";
export const SUGGESTIONS = "/customers/suggestions";
export const personPath = (id: string) => `/customers/${id}`;
