// Package ship holds what is deployed against what deploys it: its tests run
// the nginx configuration in front of two replicas, start the image as nobody,
// let systemd read the units, and hold the manifests against the schemas of
// their readers.
package ship
