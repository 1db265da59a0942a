package jackdaw.mujoco;

/**
 * The camera of a robot's picture. It looks along y, from above or level, with x to the right.
 *
 * @param body the body that is followed along x and y; 0, the world, stays fixed
 * @param height the z in the middle of the picture, m
 * @param distance from there to the eye, m
 * @param degrees angle at which the eye looks down: 0 is level, 90 from above
 */
record View(int body, double height, double distance, double degrees) {}
