import { Bone, Skeleton } from "@/ui";

/** The counts before they are there. */
export function TopSkeleton() {
  return <div className="td-section td-top-bones"><Skeleton><Bone width="42%" height={28} /><Bone height={10} /></Skeleton></div>;
}

/** The list before it is there, in its final shape. */
export function TodaySkeleton() {
  return (
    <div className="td-section">
      <Skeleton height={480}>
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="td-bones">
            <div><Bone width={`${38 + ((index * 13) % 30)}%`} /><Bone width={`${60 + ((index * 7) % 25)}%`} height={13} /></div>
            <Bone width={76} height={32} />
          </div>
        ))}
      </Skeleton>
    </div>
  );
}
