// SPDX-License-Identifier: GPL-3.0-or-later

// Command control is the lab's tailnet coordination server: Tailscale's own
// test control plane with a DERP relay and a STUN responder, plus a small
// admin interface that lets a scenario change what the tailnet reports.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"sync/atomic"
	"time"

	"tailscale.com/derp/derpserver"
	"tailscale.com/net/stunserver"
	"tailscale.com/tailcfg"
	"tailscale.com/tstest/integration/testcontrol"
	"tailscale.com/types/key"
)

func main() {
	ip := flag.String("ip", "127.0.0.1", "address to serve control, DERP and STUN on")
	port := flag.Int("port", 8090, "control port; DERP uses port+1, STUN port+2, admin port+3")
	domain := flag.String("domain", "tail1a2b3.ts.net", "MagicDNS suffix")
	https := flag.Bool("https", true, "offer HTTPS certificates")
	flag.Parse()

	addr := func(off int) string { return net.JoinHostPort(*ip, fmt.Sprint(*port+off)) }
	quiet := func(string, ...any) {}

	derp := derpserver.New(key.NewNode(), quiet)
	ln, err := net.Listen("tcp", addr(1))
	if err != nil {
		log.Fatal(err)
	}
	derpSrv := httptest.NewUnstartedServer(derpserver.AddWebSocketSupport(derp, derpserver.Handler(derp)))
	derpSrv.Listener.Close()
	derpSrv.Listener = ln
	derpSrv.StartTLS()

	stun := stunserver.New(context.Background())
	go func() { log.Fatal(stun.ListenAndServe(addr(2))) }()

	var failDNS atomic.Bool
	dns := &tailcfg.DNSConfig{
		Proxied: true,
		Domains: []string{*domain},
	}
	if !*https {
		dns = nil
	}
	control := &testcontrol.Server{
		Logf: quiet,
		DERPMap: &tailcfg.DERPMap{Regions: map[int]*tailcfg.DERPRegion{1: {
			RegionID: 1, RegionCode: "lab", RegionName: "Lab",
			Nodes: []*tailcfg.DERPNode{{
				Name: "lab1", RegionID: 1, HostName: *ip, IPv4: *ip, IPv6: "none",
				STUNPort: *port + 2, DERPPort: *port + 1, InsecureForTests: true, STUNTestIP: *ip,
			}},
		}}},
		MagicDNSDomain:   *domain,
		DNSConfig:        dns,
		AllNodesSameUser: true,
		TagOwners:        map[string][]string{"tag:server": {"tag:server"}},
		ExplicitBaseURL:  "http://" + addr(0),
		OnSetDNS: func(*tailcfg.SetDNSRequest) error {
			if failDNS.Load() {
				return errors.New("set-dns refused by the lab")
			}
			return nil
		},
	}

	find := func(name string) *tailcfg.Node {
		for _, n := range control.AllNodes() {
			if n.Hostinfo.Valid() && n.Hostinfo.Hostname() == name {
				return n
			}
		}
		return nil
	}
	admin := http.NewServeMux()
	admin.HandleFunc("GET /nodes", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(control.AllNodes())
	})
	admin.HandleFunc("POST /set", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		n := find(q.Get("node"))
		if n == nil {
			http.Error(w, "no such node", 404)
			return
		}
		if v := q.Get("online"); v != "" {
			n.Online = new(v == "true")
			now := time.Now().UTC()
			n.LastSeen = &now
		}
		if v := q.Get("expiry"); v != "" {
			d, err := time.ParseDuration(v)
			if err != nil {
				http.Error(w, err.Error(), 400)
				return
			}
			n.KeyExpiry = time.Now().Add(d).UTC()
		}
		if v := q.Get("tag"); v != "" {
			n.Tags = []string{v}
		}
		if v := q.Get("route"); v != "" {
			control.SetSubnetRoutes(n.Key, []netip.Prefix{netip.MustParsePrefix(v)})
		}
		if q.Get("https") == "true" {
			control.SetNodeCapMap(n.Key, tailcfg.NodeCapMap{tailcfg.CapabilityHTTPS: nil})
		}
		control.UpdateNode(n)
	})
	admin.HandleFunc("POST /expire-all", func(w http.ResponseWriter, r *http.Request) {
		control.SetExpireAllNodes(r.URL.Query().Get("expired") != "false")
	})
	admin.HandleFunc("POST /set-dns", func(w http.ResponseWriter, r *http.Request) {
		failDNS.Store(r.URL.Query().Get("fail") == "true")
	})
	// One node's HTTPS certificates on or off, MagicDNS staying as it is. From then on
	// the test control server sends this node nothing but what is sent here.
	admin.HandleFunc("POST /https", func(w http.ResponseWriter, r *http.Request) {
		n := find(r.URL.Query().Get("node"))
		if n == nil || dns == nil {
			http.Error(w, "no such node, or no DNS", 404)
			return
		}
		d := dns.Clone()
		if r.URL.Query().Get("on") != "false" {
			d.CertDomains = []string{n.Hostinfo.Hostname() + "." + *domain}
		}
		if !control.AddRawMapResponse(n.Key, &tailcfg.MapResponse{DNSConfig: d}) {
			http.Error(w, "node not connected", 409)
		}
	})
	admin.HandleFunc("POST /fake", func(w http.ResponseWriter, r *http.Request) { control.AddFakeNode() })
	go func() { log.Fatal(http.ListenAndServe(addr(3), admin)) }()

	// The lab owns this process through its standard input.
	go func() {
		buf := make([]byte, 64)
		for {
			if _, err := os.Stdin.Read(buf); err != nil {
				os.Exit(0)
			}
		}
	}()
	log.Fatal(http.ListenAndServe(addr(0), control))
}
